"""Households, benefits and citizenship."""

from generator.indicators.definition import Count, Direction, Indicator, MapStyle, Ratio, Term
from generator.indicators.population import AGED_65_PLUS, INHABITANTS

TOPIC = "Haushalte und soziale Lage"
HOUSEHOLDS = Term("demographics/households", ("household_count",), "Haushalte")
ONE_PERSON = Term("demographics/households", ("one_person_count",), "Haushalte mit einer Person")
RECIPIENTS = Term("demographics/housing_benefit", ("recipient_count",), "Wohngeldempfängerinnen und -empfänger")
FOREIGN_65_PLUS = Term(
    "demographics/foreign_residents", ("age_65_plus_count",), "Personen ab 65 Jahren ohne deutsche Staatsangehörigkeit"
)

_CITIZENSHIP = (
    "Gezählt wird die Staatsangehörigkeit. Über Einwanderungsgeschichte, Sprache oder Teilhabe sagt die Zahl nichts."
)

SOCIAL = (
    Indicator(
        id="share_one_person_households",
        slug="einpersonenhaushalte",
        title="Anteil der Einpersonenhaushalte",
        short_title="Einpersonenhaushalte",
        topic=TOPIC,
        meaning="In wie vielen von 100 Haushalten jemand allein lebt, in jedem Alter.",
        formula_text="100 × Haushalte mit einer Person ÷ alle Haushalte",
        unit="%",
        unit_title="Prozent",
        decimals=1,
        direction=Direction.MORE_NEED,
        caveats=(
            "Die Zahl umfasst alle Altersgruppen: Wie viele Menschen ab 65 allein leben, ist nach Gebieten nicht "
            "veröffentlicht. Wo viele junge Menschen wohnen, ist der Anteil ebenfalls hoch.",
        ),
        formula=Ratio(ONE_PERSON, HOUSEHOLDS, 100),
        map_style=MapStyle.CLASSES,
        class_set="share_one_person",
    ),
    Indicator(
        id="housing_benefit_per_1000",
        slug="wohngeld",
        title="Wohngeld je 1.000 Einwohnerinnen und Einwohner",
        short_title="Wohngeld je 1.000",
        topic=TOPIC,
        meaning="Wie viele Wohngeldempfängerinnen und -empfänger auf 1.000 Menschen kommen, in jedem Alter.",
        formula_text="1.000 × Wohngeldempfängerinnen und -empfänger ÷ Einwohnerinnen und Einwohner",
        unit="je 1.000",
        unit_title="Empfängerinnen und Empfänger je 1.000 Personen",
        decimals=1,
        direction=Direction.MORE_NEED,
        caveats=(
            "Die Zahl umfasst alle Altersgruppen. Wer Anspruch hat und keinen Antrag stellt, ist nicht enthalten.",
        ),
        formula=Ratio(RECIPIENTS, INHABITANTS, 1000),
        map_style=MapStyle.CLASSES,
        class_set="housing_benefit",
    ),
    Indicator(
        id="foreign_65_plus",
        slug="auslaendische-bevoelkerung-ab-65",
        title="Menschen ab 65 Jahren ohne deutsche Staatsangehörigkeit",
        short_title="Ausländische Bevölkerung ab 65",
        topic=TOPIC,
        meaning="So viele Menschen ab 65 Jahren haben keine deutsche Staatsangehörigkeit.",
        formula_text="Anzahl der Personen ab 65 Jahren ohne deutsche Staatsangehörigkeit",
        unit="",
        unit_title="Personen",
        decimals=0,
        direction=Direction.NEUTRAL,
        caveats=(_CITIZENSHIP,),
        formula=Count(FOREIGN_65_PLUS),
        map_style=MapStyle.CIRCLES,
        needs_population=False,
    ),
    Indicator(
        id="share_foreign_65_plus",
        slug="anteil-auslaendische-bevoelkerung-ab-65",
        title="Anteil ohne deutsche Staatsangehörigkeit an den Menschen ab 65 Jahren",
        short_title="Anteil ausländischer Bevölkerung ab 65",
        topic=TOPIC,
        meaning="Wie viele von 100 Menschen ab 65 Jahren keine deutsche Staatsangehörigkeit haben.",
        formula_text="100 × Personen ab 65 ohne deutsche Staatsangehörigkeit ÷ alle Personen ab 65",
        unit="%",
        unit_title="Prozent",
        decimals=1,
        direction=Direction.NEUTRAL,
        caveats=(_CITIZENSHIP,),
        formula=Ratio(FOREIGN_65_PLUS, AGED_65_PLUS, 100),
        map_style=MapStyle.CLASSES,
        class_set="share_foreign_65_plus",
    ),
)
