"""Meta's exports in languages that only header maps of others are known of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from smmeasure.data.exports.reading import Export

ReadText = Callable[..., Export]


@pytest.mark.parametrize(
    ("locale", "header"),
    [
        ("pt", "Nome da campanha;Início dos relatórios;Término dos relatórios;Valor usado (BRL);Impressões;Alcance"),
        ("es", "Nombre de la campaña;Inicio del informe;Fin del informe;Importe gastado (BRL);Impresiones;Alcance"),
        ("it", "Nome della campagna;Inizio dei report;Fine dei report;Importo speso (BRL);Impression;Copertura"),
    ],
)
def test_ads_are_read(read_text: ReadText, locale: str, header: str) -> None:
    """Period, spend and its currency, impressions and reach are found under the names of each language."""
    export = read_text(f"{header}\nVerão;2026-03-01;2026-03-31;1.020,50;2.000;900\n")
    table = export.table("ad_day")
    row = table.frame.iloc[0]

    assert (export.match.report.locale, export.match.dropped, table.currency) == (locale, (), "BRL")
    assert (row["campaign_name"], row["spend"], row["impressions"], row["reach"]) == ("Verão", 1020.5, 2000, 900)
    assert (str(row["date_start"].date()), str(row["date_end"].date())) == ("2026-03-01", "2026-03-31")


def test_german_ads_by_day_are_read(read_text: ReadText) -> None:
    """The four German names that are known are enough for spend and impressions by day."""
    export = read_text("Tag;Kampagnenname;Ausgegebener Betrag (EUR);Impressionen\n2026-10-05;Herbst;1.012,50;70\n")

    assert export.match.report.locale == "de"
    assert (export.table("ad_day").total("spend"), export.table("ad_day").total("impressions")) == (1012.5, 70)


def test_swedish_posts_are_read(read_text: ReadText) -> None:
    """The combined header is not taken for the one of reactions, whichever name the id has."""
    header = (
        "{},Sid-id,Sidnamn,Beskrivning,Publiceringstid,Inläggstyp,Permalänk,Visningar,Räckvidd,"
        '"Reaktioner, kommentarer och delningar",Reaktioner,Kommentarer,Delningar,Totalt antal klick,Länkklick\n'
    )
    row = "7,1,Alba,Hej,01/31/2026 10:00,Foto,x,90,80,6,3,2,1,5,4\n"
    frames = [
        read_text(header.format(name) + row).table("post_snapshot").frame for name in ("Inläggs-ID", "Publicerings-id")
    ]

    columns = ["post_id", "views", "reach", "interactions", "reactions", "comments", "shares", "clicks", "link_clicks"]
    assert [frame[columns].to_numpy().tolist() for frame in frames] == [[["7", 90, 80, 6, 3, 2, 1, 5, 4]]] * 2


def test_portuguese_posts_are_read(read_text: ReadText) -> None:
    """Names of the account's user are left out, values are found."""
    export = read_text(
        "Identificação da publicação,Identificação da conta,Nome de usuário da conta,Nome da conta,Descrição,"
        "Horário de publicação,Link permanente,Tipo de publicação,Visualizações,Alcance,Curtidas,Compartilhamentos,"
        "Comentários,Salvamentos\n7,1,alba,Alba,Olá,01/31/2026 10:00,x,Imagem do IG,90,80,6,3,2,1\n"
    )
    columns = ["views", "reach", "likes", "shares", "comments", "saves"]

    assert (export.match.report.platform, export.match.report.locale) == ("instagram", "pt")
    assert export.match.dropped == ("Nome de usuário da conta", "Nome da conta")
    assert export.table("post_snapshot").frame[columns].to_numpy().tolist() == [[90, 80, 6, 3, 2, 1]]
