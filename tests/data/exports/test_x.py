from __future__ import annotations

from collections.abc import Callable

import pandas as pd

OVERVIEW = (
    "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits,"
    "Create Post,Video views,Media views\n"
    '"Thu, Apr 16, 2026","1,250",12,31,2,1,3,1,4,5,20,2,,90\n'
    '"Wed, Apr 15, 2026",900,7,19,0,0,1,0,2,3,11,1,40,60\n'
)
CONTENT = (
    "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,"
    "Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks\n"
    '2041111111111111111,"Sat, Aug 1, 2026","Two\nlines",https://example.org/1,59,4,9,1,2,3,5,6,7,8,10,0,0\n'
    '2041111111111111112,"Fri, Jul 31, 2026",Reply,https://example.org/2,8,0,0,0,0,0,0,0,0,0,0,0,0\n'
)
VIDEO = (
    "Video overview,,,,,\nDate,Views,Watch Time (ms),Completion Rate,Average Watch Time (ms),Estimated Revenue\n"
    '"Thu, Apr 16, 2026",120,90500,0.41,754,0.00\n'
)
TWEETS = (
    '"Tweet id","Tweet permalink","Tweet text","time","impressions","engagements","engagement rate","retweets",'
    '"replies","{likes}","url clicks","promoted impressions","promoted engagements","promoted retweets"\n'
    '"642111111111111111","https://example.org/1","One","2015-09-30 18:42 +0000","424.0","9.0","0.0212","3.0","0.0",'
    '"4.0","1.0","{paid}","-","-"\n'
)
DAILY = (
    '"Date","Tweets published","impressions","engagements","retweets","replies","likes","follows",'
    '"promoted impressions","promoted likes"\n"2021-01-01","9","6703","262","1","7","29","0","-","-"\n'
    '"2021-01-03","1","3812","75","1","1","11","2","{paid}","-"\n'
)


def test_the_overview_runs_forwards_and_keeps_blanks(read_text: Callable) -> None:
    """Days with names, newest first, become days in their order; a blank stays null; shares are no reposts."""
    export = read_text(OVERVIEW)
    frame = export.table("account_day").frame

    assert (export.match.report.report, export.doubts) == ("account overview", ())
    assert frame["day"].astype(str).tolist() == ["2026-04-15", "2026-04-16"]
    assert frame[["impressions", "interactions", "saves", "shares", "reposts"]].to_numpy().tolist() == [
        [900, 19, 0, 0, 3],
        [1250, 31, 2, 1, 5],
    ]
    assert frame[["followers_gained", "followers_lost", "posts", "video_views"]].to_numpy().tolist() == [
        [1, 0, 1, 40],
        [3, 1, 2, pd.NA],
    ]


def test_the_content_is_posts_with_ids_of_text(read_text: Callable) -> None:
    """Ids keep all their digits, captions their lines, and the day of the export is asked for."""
    export = read_text(CONTENT)
    post, snapshot = export.table("post").frame, export.table("post_snapshot").frame

    assert post["post_id"].tolist() == ["2041111111111111111", "2041111111111111112"]
    assert post["published"].astype(str).tolist() == ["2026-08-01", "2026-07-31"]
    assert post["text"].tolist() == ["Two\nlines", "Reply"]
    assert snapshot[["likes", "saves", "shares", "follows", "reposts", "link_clicks"]].iloc[0].tolist() == [
        *(4, 1, 2, 3, 6, 10),
    ]
    assert [str(doubt) for doubt in export.doubts] == [
        "values since publication, and the file doesn't say of which day: say it with `as_of`"
    ]


def test_an_id_of_a_spreadsheet_is_refused(refusal: Callable) -> None:
    """2.04E+18 has lost its digits."""
    assert refusal(CONTENT.replace("2041111111111111112", "2.04E+18")).startswith(
        "x.csv:4 [Post id]: found “2.04E+18” (4); expected an id with all its digits."
    )


def test_videos_stand_under_a_title(read_text: Callable) -> None:
    """Milliseconds become seconds, and revenue without a currency is left out."""
    export = read_text(VIDEO)
    frame = export.table("account_day").frame

    assert frame[["video_views", "watch_time"]].to_numpy().tolist() == [[120, 90.5]]
    assert export.match.dropped == ("Completion Rate", "Average Watch Time (ms)", "Estimated Revenue")


def test_tweets_hold_floats_that_are_counts(read_text: Callable) -> None:
    """424.0 is 424; the older `favorites` are likes; a dash in all promoted columns is no row of zeros."""
    export = read_text(TWEETS.format(likes="favorites", paid="-"))
    snapshot = export.table("post_snapshot").frame

    assert snapshot[["basis", "impressions", "interactions", "reposts", "likes"]].to_numpy().tolist() == [
        ["total", 424, 9, 3, 4]
    ]
    assert str(export.table("post").frame["published"][0]) == "2015-09-30 18:42:00"


def test_promoted_tweets_are_rows_of_their_own(read_text: Callable) -> None:
    """What was promoted is paid; what is unknown of it stays null."""
    frame = read_text(TWEETS.format(likes="likes", paid="77.0")).table("post_snapshot").frame

    assert frame[["basis", "impressions", "reposts"]].to_numpy().tolist() == [["total", 424, 3], ["paid", 77, pd.NA]]


def test_a_part_of_a_tweet_is_no_count(refusal: Callable) -> None:
    """424.5 impressions are refused."""
    assert refusal(TWEETS.format(likes="likes", paid="-").replace("424.0", "424.5")) == (
        "x.csv:2 [impressions]: found “424.5” (2); expected whole numbers. "
        "Take the original export, or say with `decimal` which sign parts decimals."
    )


def test_days_of_tweets_stand_by_basis(read_text: Callable) -> None:
    """A day without a row is told, and paid values stand beside the whole, never in it."""
    export = read_text(DAILY.format(paid="150"))
    frame = export.table("account_day").frame

    assert frame["day"].dt.day.tolist() == [1, 1, 3, 3]
    assert frame[["basis", "impressions", "posts"]].to_numpy().tolist() == [
        ["total", 6703, 9],
        ["paid", pd.NA, pd.NA],
        ["total", 3812, 1],
        ["paid", 150, pd.NA],
    ]
    assert [str(doubt) for doubt in export.doubts] == [
        "“Date”: 1 days are absent; the file doesn't say whether they are 0, so they stay unknown"
    ]


def test_a_day_counts_once(read_text: Callable, refusal: Callable) -> None:
    """A row that stands there twice counts once; two rows of one day that differ are refused."""
    text = DAILY.format(paid="-")
    again = text + text.splitlines()[1] + "\n"

    assert read_text(again).table("account_day").total("impressions") == 10515.0
    assert str(read_text(again).doubts[0]) == "1 rows stand there twice and count once"
    assert refusal(again.replace('"6703"', '"6704"', 1)) == (
        "x.csv:4 [impressions]: found a second value on 2021-01-01; expected one value per day. "
        "Keep the row that counts: an export that was put together from several may hold a day twice."
    )


def test_a_row_without_a_day_is_refused(refusal: Callable) -> None:
    """Values that belong to no day can't be told apart from totals."""
    text = DAILY.format(paid="-").replace('"2021-01-03"', '""') + '"2021-01-04","1","1","1","1","1","1","1","-","-"\n'

    assert refusal(text) == (
        "x.csv:3 [Date]: found a row without a day; expected a day in every row. "
        "Take the original export, or remove the row."
    )
