from __future__ import annotations

from collections.abc import Callable
from datetime import date

FACEBOOK = (
    'Post ID,Page ID,Page name,Title,Publish time,Permalink,Date,Views,Reach,"Reactions, Comments and Shares",'
    "Reactions,Comments,Shares,Views,Reach from Organic posts,Reach from Boosted posts\n"
    '"1001","77",Example,"Two lines\nof a caption 🎉",03/27/2026 06:08,https://example.org/1,Lifetime,'
    '"1,200",800,12,9,2,1,"1,200",500,300\n'
    "1002,77,Example,,03/04/2026 12:59 PM,https://example.org/2,Lifetime,,10,0,0,0,0,,10,0\n"
    ",,,,,,Lifetime,,,,,,,,,\n"
)
FRENCH = (
    "Identifiant de la publication;ID de la Page;Nom de la page;Heure de publication;Type de publication;Vues;"
    'Couverture;"Réactions, commentaires et partages";Réactions;Commentaires;Partages\n'
    "1001;77;Exemple;27/03/2026 06:08;Photo;1\u202f200;800;12;9;2;1\n"
    "1002;77;Exemple;03/04/2026 19:00;Reel;;10;0;0;0;0\n"
)
INSTAGRAM = (
    "Post ID,Account ID,Account username,Description,Publish time,Post type,Date,Views,Reach,Likes,Shares,{last}\n"
    '2001,88,example,Hello,03/27/2026 06:08,IG reel,Lifetime,"15,000",900,50,4,{values}\n'
)


def test_posts_and_their_values_are_two_tables(read_text: Callable) -> None:
    """What a post is stands apart from what it had reached on the day of the export, by basis."""
    export = read_text(FACEBOOK, as_of=date(2026, 4, 10))
    post, snapshot = export.table("post").frame, export.table("post_snapshot").frame
    total = snapshot[snapshot["basis"] == "total"]

    assert export.match.report.platform == "facebook"
    assert post["post_id"].tolist() == ["1001", "1002"]
    assert post["published"].astype(str).tolist() == ["2026-03-27 06:08:00", "2026-03-04 12:59:00"]
    assert post["title"].tolist()[0] == "Two lines\nof a caption 🎉"
    assert snapshot["basis"].tolist() == ["total", "total", "organic", "organic", "paid", "paid"]
    assert snapshot["reach"].tolist() == [800, 10, 500, 10, 300, 0]
    assert total["views"].isna().tolist() == [False, True]
    assert total[["views", "interactions", "reactions"]].iloc[0].tolist() == [1200, 12, 9]
    assert snapshot["as_of_date"].dt.date.unique().tolist() == [date(2026, 4, 10)]


def test_what_was_left_out_is_told(read_text: Callable) -> None:
    """A row without an id, columns that nobody knows and a missing day of the export are named."""
    export = read_text(FACEBOOK)

    assert export.match.dropped == ("Page name",)
    assert export.left_out == (5,)
    assert [str(doubt) for doubt in export.doubts] == [
        "lines left out as totals or without a name: 5",
        "values since publication, and the file doesn't say of which day: say it with `as_of`",
    ]


def test_two_columns_of_one_name_that_differ_are_left_out(read_text: Callable) -> None:
    """Nobody knows which of two different «Views» counts, so neither does."""
    export = read_text(FACEBOOK.replace('2,1,"1,200"', "2,1,7"))

    assert export.table("post_snapshot").frame["views"].isna().all()
    assert str(export.doubts[0]) == "left out, stands twice with different values: Views"


def test_french_headers_give_the_same_columns(read_text: Callable) -> None:
    """Headers, semicolons, narrow spaces and days before months are those of a French export."""
    export = read_text(FRENCH)
    frame = export.table("post_snapshot").frame

    assert (export.match.report.locale, export.day_first) == ("fr", True)
    assert export.table("post").frame["published"].astype(str).tolist() == [
        "2026-03-27 06:08:00",
        "2026-04-03 19:00:00",
    ]
    assert frame[["interactions", "reactions", "comments", "shares", "reach"]].iloc[0].tolist() == [12, 9, 2, 1, 800]
    assert frame["views"].isna().tolist() == [False, True]


def test_the_order_of_columns_does_not_matter(read_text: Callable) -> None:
    """Columns go by name: an Instagram export orders its last ones differently from year to year."""
    one = read_text(INSTAGRAM.format(last="Follows,Comments,Saves", values="1,2,3"))
    other = read_text(INSTAGRAM.format(last="Comments,Saves,Follows", values="2,3,1"))

    assert one.match.report.platform == "instagram"
    assert one.table("post_snapshot").frame.equals(other.table("post_snapshot").frame)
    assert one.table("post_snapshot").frame["views"].tolist() == [15000]


def test_values_of_single_days_are_no_snapshot(refusal: Callable) -> None:
    """A file of daily values is refused where values since publication are meant."""
    assert refusal(INSTAGRAM.format(last="Saves", values="3").replace("Lifetime", "03/28/2026")) == (
        "x.csv:2 [Date]: found values of one day: “03/28/2026”; expected values since publication (Lifetime). "
        "Export the posts with their values since publication."
    )


def test_an_id_that_lost_its_digits_is_refused(refusal: Callable) -> None:
    """1.22158E+17 is no id any more."""
    assert refusal(FACEBOOK.replace('"1001"', "1.22158E+17")) == (
        "x.csv:2 [Post ID]: found “1.22158E+17” (2); expected an id with all its digits. "
        "A spreadsheet has shortened it: take the original export, or keep the column as text."
    )
