import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filings.domain import ContactFact, SectionKind
from filings.extractors.contacts import find_contacts
from filings.extractors.contacts.tokens import EMAIL, PHONE
from tests.filings.extractors.building import Part, release

REGISTRANT = "Oakmoor Therapeutics Inc."
CONTACTS, BODY = SectionKind.CONTACTS, SectionKind.BODY


def contacts(*parts: Part, signatory: str | None = None) -> list[ContactFact]:
    """Return what is found in a contact section of these paragraphs and tables."""
    text = release((CONTACTS, parts))
    found = find_contacts(text, registrants=[REGISTRANT], signatory=signatory)
    for fact in found:
        assert fact.span.of(text.text)
    return list(found)


def facts(*parts: Part) -> list[tuple]:
    """Return name, organisation, phones and addresses of each contact."""
    return [(c.name, c.organisation, list(c.phones), list(c.emails)) for c in contacts(*parts)]


THREE = [
    ("Maeve Ostrander", "Oakmoor Therapeutics Inc.", ["902-555-0111"], ["mostrander@example.org"]),
    ("Julian Pike", "Bellwether Press Office", ["416-555-0112"], ["jpike@example.com"]),
    ("Carla Fontane", "McAllister Investor Group", ["617-555-0113"], ["cfontane@example.com"]),
]


class TestColumns:
    def test_run_together_by_single_blanks_come_apart_by_their_numbers(self):
        assert (
            facts(
                "For more information, please contact:",
                "Oakmoor Therapeutics Inc. Bellwether Press Office McAllister Investor Group\n"
                "Maeve Ostrander Julian Pike Carla Fontane\n"
                "Tel: 902-555-0111 Tel: 416-555-0112 Tel: 617-555-0113\n"
                "mostrander@example.org jpike@example.com cfontane@example.com",
            )
            == THREE
        )

    def test_run_together_into_one_line(self):
        assert (
            facts(
                "Contacts: Oakmoor Therapeutics Inc. Bellwether Press Office McAllister Investor Group "
                "Maeve Ostrander Julian Pike Carla Fontane Tel: 902-555-0111 Tel: 416-555-0112 "
                "Tel: 617-555-0113 "
                "mostrander@example.org jpike@example.com cfontane@example.com"
            )
            == THREE
        )

    def test_written_out_cell_by_cell(self):
        found = contacts(
            "Contacts:",
            *("Maeve Ostrander", "Wei Zhang"),
            *("Vice President, Finance", "Bellwether Communications"),
            *("(416) 555-0101 ext. 12", "(212) 555-0102"),
            *("mostrander@example.com", "wzhang@example.org"),
        )

        assert [(c.name, c.title, c.organisation) for c in found] == [
            ("Maeve Ostrander", "Vice President, Finance", None),
            ("Wei Zhang", None, "Bellwether Communications"),
        ]
        assert [c.phones for c in found] == [("(416) 555-0101 ext. 12",), ("(212) 555-0102",)]
        assert [c.emails for c in found] == [("mostrander@example.com",), ("wzhang@example.org",)]

    @pytest.mark.parametrize("gap", [" ", "\n", "\n\n"])
    def test_rows_of_mixed_make_come_apart_too(self, gap):
        rows = [
            ["OAKMOOR THERAPEUTICS INC.", "CANADIAN MEDIA CONTACT:", "US MEDIA CONTACT:"],
            ["Corporate Communications", "Eliza Wren", "Jenna Tyler"],
            ["Grace Tsai", "Bellwether Inc.", "Bellwether Inc."],
            ["Tel: (416) 555-0180 ext. 380", "Tel: (416) 555-0124", "Tel: (212) 555-0145"],
            ["ir@example.com", "eliza@example.org", "jenna@example.org"],
        ]

        found = contacts("CONTACTS:", *gap.join(cell for row in rows for cell in row).split("\n\n"))

        assert [(c.name, c.organisation, c.role) for c in found] == [
            ("Grace Tsai", "OAKMOOR THERAPEUTICS INC.", "Corporate Communications"),
            ("Eliza Wren", "Bellwether Inc.", "CANADIAN MEDIA CONTACT"),
            ("Jenna Tyler", "Bellwether Inc.", "US MEDIA CONTACT"),
        ]
        assert [c.phones[0][-4:] for c in found] == [" 380", "0124", "0145"]

    def test_lines_with_tabs_are_a_table_though_nobody_said_so(self):
        assert facts(
            "Oakmoor Therapeutics Inc.\tHalden Partners\nElise Willis\tLeo Sterne\n"
            "Director of Finance\t(646) 555-0122\n(416) 555-0120\t\n\tlsterne@example.com"
        ) == [
            ("Elise Willis", "Oakmoor Therapeutics Inc.", ["(416) 555-0120"], []),
            ("Leo Sterne", "Halden Partners", ["(646) 555-0122"], ["lsterne@example.com"]),
        ]

    def test_all_in_one_line_with_an_address_of_one_firm(self):
        assert facts(
            "CONTACT:\nMitchell Corr, CFO Stephen D. Aske, CFA OAKMOOR THERAPEUTICS, INC. WREN ASKE ASSOC. "
            "LLC (201) 555-0148 (212) 555-0100; (212) 555-0105 (Fax) steve@wrenaske.example.com"
        ) == [
            ("Mitchell Corr", "OAKMOOR THERAPEUTICS, INC.", ["(201) 555-0148"], []),
            ("Stephen D. Aske", "WREN ASKE ASSOC. LLC", ["(212) 555-0100"], ["steve@wrenaske.example.com"]),
        ]

    def test_name_and_title_share_a_flattened_cell(self):
        assert facts(
            "CONTACT:",
            "Mitchell Corr, CFO Stephen D. Aske, CFA\nOAKMOOR THERAPEUTICS, INC. WREN ASKE BOLD ASSOC. LLC\n"
            "(201) 555-0148 (212) 555-0100; (212) 555-0105 (Fax)\nsteve@wrenaske.example.com",
        ) == [
            ("Mitchell Corr", "OAKMOOR THERAPEUTICS, INC.", ["(201) 555-0148"], []),
            (
                "Stephen D. Aske",
                "WREN ASKE BOLD ASSOC. LLC",
                ["(212) 555-0100"],
                ["steve@wrenaske.example.com"],
            ),
        ]


class TestTables:
    def test_rows_are_attributes(self):
        found = contacts(
            "For further information:",
            [
                ["Investors", "Investors (US)", "Media"],
                ["Hanneke Vroom", "Aldo Brunetti", "Media desk"],
                ["Oakmoor Therapeutics Inc.", "Birchmere Partners", "Oakmoor Therapeutics Inc."],
                ["+31 71 555 0135", "+1 917 555 0136", "+31 71 555 0137"],
                ["hvroom@example.com", "aldo@example.org", "media@example.com"],
            ],
        )

        assert [(c.name, c.role) for c in found] == [
            ("Hanneke Vroom", "Investors"),
            ("Aldo Brunetti", "Investors (US)"),
            (None, "Media"),
        ]
        assert [c.organisation for c in found] == [
            "Oakmoor Therapeutics Inc.",
            "Birchmere Partners",
            "Oakmoor Therapeutics Inc.",
        ]

    def test_columns_of_unequal_length_keep_their_numbers(self):
        assert facts(
            [
                ["Oakmoor Therapeutics Inc.", "Massey Relations Inc."],
                ["Lucas Desmond", "Odette Farr"],
                ["Vice-President, Finance", "(514) 555-0139"],
                ["(450) 555-0121, ext. 224", "ofarr@example.org"],
                ["ldesmond@example.com", None],
            ]
        ) == [
            (
                "Lucas Desmond",
                "Oakmoor Therapeutics Inc.",
                ["(450) 555-0121, ext. 224"],
                ["ldesmond@example.com"],
            ),
            ("Odette Farr", "Massey Relations Inc.", ["(514) 555-0139"], ["ofarr@example.org"]),
        ]

    def test_each_row_is_a_contact(self):
        assert facts(
            [
                ["Maeve Ostrander", "Chief Financial Officer", "617-555-0101", "mostrander@example.com"],
                ["Julian Pike", "Bellwether Public Relations", "212-555-0102", "julian@example.org"],
            ]
        ) == [
            ("Maeve Ostrander", None, ["617-555-0101"], ["mostrander@example.com"]),
            ("Julian Pike", "Bellwether Public Relations", ["212-555-0102"], ["julian@example.org"]),
        ]

    def test_each_cell_is_a_contact(self):
        found = contacts(
            [
                [
                    "Oakmoor Therapeutics Inc.\nGil Stern\nVP Business Development\n+972-8-555-0112",
                    "Investors (US):\nClayton Lane Advisors\nDeborah Wells\n(646) 555-0183 ext. 21",
                    "Northam Kale:\nCorporate Affairs\n+86 21 5555 0160\nmedia@example.org",
                ]
            ]
        )

        assert [(c.name, c.organisation, c.role, c.title) for c in found] == [
            ("Gil Stern", "Oakmoor Therapeutics Inc.", None, "VP Business Development"),
            ("Deborah Wells", "Clayton Lane Advisors", "Investors (US)", None),
            (None, "Northam Kale", "Corporate Affairs", None),
        ]

    def test_one_cell_holds_everything_run_together_by_blanks(self):
        found = contacts(
            [
                [
                    "OAKMOOR THERAPEUTICS INC. Corporate Communications Maeve Tse Tel: (416) 555-0180",
                    "CANADIAN MEDIA CONTACT: Eliza Wren Bellwether Communications Inc. Tel: (416) 555-0124",
                ]
            ]
        )

        assert [(c.name, c.organisation, c.role) for c in found] == [
            ("Maeve Tse", "OAKMOOR THERAPEUTICS INC.", "Corporate Communications"),
            ("Eliza Wren", "Bellwether Communications Inc.", "CANADIAN MEDIA CONTACT"),
        ]

    def test_a_label_stands_in_the_first_column(self):
        found = contacts(
            [
                ["Company Contact:", "Maeve Ostrander\nOakmoor Therapeutics Inc.\n617-555-0101"],
                ["Media Contact:", "Julian Pike\nBellwether PR\n212-555-0102"],
            ]
        )

        assert [(c.name, c.role) for c in found] == [
            ("Maeve Ostrander", "Company Contact"),
            ("Julian Pike", "Media Contact"),
        ]

    def test_names_and_firms_are_broken_over_rows(self):
        assert facts(
            [
                ["OAKMOOR THERAPEUTICS INC.", "MEDIA CONTACT:", "US MEDIA CONTACT:"],
                ["Investor Relations", "Pascal Trent", "Dana Wills"],
                ["Inc. Odile", "Fernwood", "Fernwood"],
                ["Karst", "Communications Inc.", "Communications"],
                ["Tel: (450) 555-0119 x 407", "Tel: (514) 555-0166", "Tel: 1-800-555-0177"],
            ]
        ) == [
            ("Odile Karst", "OAKMOOR THERAPEUTICS INC.", ["(450) 555-0119 x 407"], []),
            ("Pascal Trent", "Fernwood Communications Inc.", ["(514) 555-0166"], []),
            ("Dana Wills", "Fernwood Communications Inc.", ["1-800-555-0177"], []),
        ]


class TestFirms:
    @pytest.mark.parametrize(
        "firm",
        [
            "Financial Dynamics",
            "The Investor Relations Group",
            "Nordvik A/S",
            "Bellwether/Castle Communications",
        ],
    )
    def test_are_told_from_roles_by_their_whole_name(self, firm):
        [found] = contacts(f"{firm}\nJane Doe\n212-555-0101\njdoe@example.org")

        assert (found.name, found.organisation, found.role) == ("Jane Doe", firm, None)

    def test_stand_over_all_the_roles_below_them(self):
        found = contacts(
            "Nordvik\nInvestor Relations\nChris Burnell\n+1 212 555 0141\n"
            "Media Relations\nMiriam Maskell\n+353 1 555 0150"
        )

        assert [(c.name, c.organisation, c.role) for c in found] == [
            ("Chris Burnell", "Nordvik", "Investor Relations"),
            ("Miriam Maskell", "Nordvik", "Media Relations"),
        ]

    @pytest.mark.parametrize(
        "firm",
        [
            "Larkhill Corporate",
            "Larkhill Public Affairs",
            "Larkhill Corporate Finance",
            "Communications Larkhill",
        ],
    )
    @pytest.mark.parametrize("behind", [", 416-555-0112", " T: 416-555-0112"])
    def test_that_read_half_like_roles_are_whole_behind_a_persons_comma(self, firm, behind):
        [found] = contacts(f"Media: Julian Pike, {firm}{behind}")

        assert (found.name, found.organisation, found.role) == ("Julian Pike", firm, "Media")

    @pytest.mark.parametrize(
        ("department", "firm"),
        [
            ("Corporate Communications", None),
            ("Media Relations", None),
            ("Investor Relations Oakmoor", "Oakmoor"),
        ],
    )
    def test_departments_behind_a_persons_comma_are_none(self, department, firm):
        [found] = contacts(f"For further information: Julian Pike, {department}, 416-555-0112")

        assert (found.name, found.organisation) == ("Julian Pike", firm)

    @pytest.mark.parametrize("firm", ["Pacific Reach Communications", "Global Source Media"])
    def test_may_hold_words_that_stand_before_numbers(self, firm):
        assert facts(f"Media Contact:\nJulian Pike\n{firm}\n416-555-0112") == [
            ("Julian Pike", firm, ["416-555-0112"], [])
        ]

    @pytest.mark.parametrize(
        ("label", "role"),
        [("Oakmoor Media:", "Media"), ("Oakmoor Media Contact:", "Media Contact"), ("Oakmoor PR:", "PR")],
    )
    def test_below_a_name_prevail_over_the_company_of_the_label(self, label, role):
        [found] = contacts(f"{label}\nJulian Pike\nBellwether PR\n416-555-0112")

        assert (found.name, found.organisation, found.role) == ("Julian Pike", "Bellwether PR", role)

    def test_end_before_the_role_of_a_label_and_hold_for_those_who_follow(self):
        found = contacts(
            "CONTACT: Oakmoor Therapeutics Inc. Maeve Ostrander, 902-555-0111 or The Larkhill Group Investors: "
            "Julian Pike, 416-555-0112 or Media: Carla Fontane, 617-555-0113"
        )

        assert [(c.name, c.organisation, c.role) for c in found] == [
            ("Maeve Ostrander", "Oakmoor Therapeutics Inc.", None),
            ("Julian Pike", "The Larkhill Group", "Investors"),
            ("Carla Fontane", "The Larkhill Group", "Media"),
        ]

    def test_in_capitals_end_where_a_name_with_its_role_begins(self):
        [found] = contacts("Contacts", "AGENCE LARKHILL Sophie Fontane Media Relations +33 1 55 55 01 73")

        assert (found.name, found.organisation, found.role) == (
            "Sophie Fontane",
            "AGENCE LARKHILL",
            "Media Relations",
        )

    def test_with_their_number_stand_over_their_people(self):
        assert facts(
            [
                ["Oakmoor Therapeutics Inc.", None],
                ["Maeve Ostrander, Chief Financial Officer", "Tel: +44 20 7555 0111"],
                ["Financial Dynamics", "Tel: +44 20 7555 0112"],
                ["Julian Pike / Carla Fontane", None],
            ]
        ) == [
            ("Maeve Ostrander", "Oakmoor Therapeutics Inc.", ["+44 20 7555 0111"], []),
            ("Julian Pike", "Financial Dynamics", ["+44 20 7555 0112"], []),
            ("Carla Fontane", "Financial Dynamics", ["+44 20 7555 0112"], []),
        ]


class TestSharedLines:
    def test_two_people_and_two_numbers_in_one_cell(self):
        found = contacts(
            "Tilney Grey (UK media)\nRupert Ashe / Priya Nand\n"
            "+44 (0)20 7555 0147 / +44 (0)20 7555 0149\nrashe@example.org / pnand@example.org"
        )

        assert [(c.name, c.organisation, c.phones, c.emails) for c in found] == [
            ("Rupert Ashe", "Tilney Grey", ("+44 (0)20 7555 0147",), ("rashe@example.org",)),
            ("Priya Nand", "Tilney Grey", ("+44 (0)20 7555 0149",), ("pnand@example.org",)),
        ]

    @pytest.mark.parametrize(
        "block",
        [
            "Halfmoon Partners\nTel: 212-555-0100\nJane Merrow / John Roe / Anna Poe",
            "Jane Merrow, John Roe or Anna Poe\nHalfmoon Partners\n212-555-0100",
            "Halfmoon Partners\nJane Merrow\nJohn Roe\nAnna Poe\n212-555-0100",
        ],
    )
    def test_one_number_serves_three_people(self, block):
        assert facts(block) == [
            (name, "Halfmoon Partners", ["212-555-0100"], [])
            for name in ("Jane Merrow", "John Roe", "Anna Poe")
        ]

    def test_people_in_paragraphs_under_one_firm_share_its_name(self):
        found = contacts(
            "Oakmoor Therapeutics Inc.", "Jane Merrow, CFO, 416-555-0101", "John Roe, 416-555-0102"
        )

        assert [c.organisation for c in found] == ["Oakmoor Therapeutics Inc."] * 2

    def test_a_number_cut_off_from_its_person_finds_back(self):
        assert facts([["Contact:", "Jane Merrow"], [None, "President"]], "(610) 555-0117") == [
            ("Jane Merrow", None, ["(610) 555-0117"], [])
        ]

    def test_people_under_one_firm_share_its_name(self):
        found = contacts(
            "The Halfmoon Group\nJohn Roe (investors)\n212-555-0102\nAnna Poe (media)\n212-555-0103"
        )

        assert [(c.name, c.organisation, c.role) for c in found] == [
            ("John Roe", "The Halfmoon Group", "investors"),
            ("Anna Poe", "The Halfmoon Group", "media"),
        ]

    def test_a_role_stands_over_several_people(self):
        found = contacts(
            "Investor Relations:\nChris Barnes\nPh: 1-800-555-3526\nDavid Marsh\nPh: 353-1-555-4444"
        )

        assert [(c.name, c.role) for c in found] == [
            ("Chris Barnes", "Investor Relations"),
            ("David Marsh", "Investor Relations"),
        ]

    def test_a_role_in_brackets_stands_behind_the_number(self):
        found = contacts(
            "Bellwether Communications\nJohn Roe, 212-555-0102 (Media)\nAnna Poe, 212-555-0103 (Investors)"
        )

        assert [(c.name, c.organisation, c.role) for c in found] == [
            ("John Roe", "Bellwether Communications", "Media"),
            ("Anna Poe", "Bellwether Communications", "Investors"),
        ]

    def test_a_firms_number_stands_before_its_people(self):
        assert facts(
            "Oakmoor Therapeutics Inc.   +44 (0) 1865 555 100\nJane Merrow, Chief Executive Officer",
            "Crest Communications +44 (0) 20 7555 0102\nAnna Poe / Peter Vale",
        ) == [
            ("Jane Merrow", "Oakmoor Therapeutics Inc.", ["+44 (0) 1865 555 100"], []),
            ("Anna Poe", "Crest Communications", ["+44 (0) 20 7555 0102"], []),
            ("Peter Vale", "Crest Communications", ["+44 (0) 20 7555 0102"], []),
        ]


class TestRunningText:
    def test_commas_part_name_title_number_and_address(self):
        [contact] = contacts(
            "Company contact: Jane Merrow, Chief Financial Officer, Oakmoor Therapeutics Inc., "
            "+972-8-555-0113, jane@example.com"
        )

        assert (contact.name, contact.role, contact.title) == (
            "Jane Merrow",
            "Company contact",
            "Chief Financial Officer",
        )
        assert contact.phones == ("+972-8-555-0113",)

    def test_two_contacts_run_on_in_one_paragraph(self):
        assert facts(
            "Investor Relations: Oakmoor Therapeutics Inc. Dr. Saul Benning (416) 555-0120 ext. 490 "
            "Email: ir@example.com Media Relations: Bellwether Communications Susan Ho (416) 555-0124 "
            "susan@example.org"
        ) == [
            ("Saul Benning", "Oakmoor Therapeutics Inc.", ["(416) 555-0120 ext. 490"], ["ir@example.com"]),
            ("Susan Ho", "Bellwether Communications", ["(416) 555-0124"], ["susan@example.org"]),
        ]

    def test_semicolons_part_contacts(self):
        assert [c.name for c in contacts("Jane Merrow, 416-555-0101; John Roe, 416-555-0102")] == [
            "Jane Merrow",
            "John Roe",
        ]

    def test_a_sentence_names_the_contact(self):
        [contact] = contacts(
            "For further information, please contact Jane Merrow, Chief Financial Officer, at 604-555-0101 "
            "or jane@example.com, or visit www.example.com."
        )

        assert (contact.name, contact.title, contact.phones, contact.emails) == (
            "Jane Merrow",
            "Chief Financial Officer",
            ("604-555-0101",),
            ("jane@example.com",),
        )

    @pytest.mark.parametrize(
        ("block", "expected"),
        [
            (
                "Jane Merrow, VP Finance, 902-555-0145jane@example.org",
                ("Jane Merrow", "902-555-0145", "jane@example.org"),
            ),
            ("Contact:info@example.com678-555-7220", (None, "678-555-7220", "info@example.com")),
            (
                "Contact DetailsMark Vale, CEO\n+61 413 555 744 mark@example.com",
                ("Mark Vale", "+61 413 555 744", "mark@example.com"),
            ),
            (
                "**Contact:** Jane Merrow, [jane\\_m@example.com](mailto:jane_m@example.com) 604-555-0101",
                ("Jane Merrow", "604-555-0101", "jane_m@example.com"),
            ),
        ],
    )
    def test_lost_blanks_and_markup_part_words_all_the_same(self, block, expected):
        [contact] = contacts(block)

        assert (contact.name, contact.phones[0], contact.emails[0]) == expected
        assert len(contact.phones) == len(contact.emails) == 1

    @pytest.mark.parametrize("end", ["\nor\n", "\n\n"])
    def test_a_title_under_the_number_is_the_name_s_above_where_or_or_a_gap_follows(self, end):
        block = (
            f"Maeve Ostrander, 902-555-0111\nSenior Director, Corporate Communications{end}Julian Pike\n"
            "Bellwether Partners\n416-555-0112"
        )
        found = contacts(*block.split("\n\n"))

        assert [(c.name, c.title) for c in found] == [
            ("Maeve Ostrander", "Senior Director, Corporate Communications"),
            ("Julian Pike", None),
        ]

    @pytest.mark.parametrize(
        "title", ["Vice President, Corporate\nCommunications", "Director, Investor\nRelations"]
    )
    def test_a_title_goes_on_behind_the_end_of_a_line(self, title):
        [found] = contacts(f"Contacts:\nMaeve Ostrander\n{title}\n902-555-0111")

        assert (found.name, found.title) == ("Maeve Ostrander", " ".join(title.split()))

    def test_a_title_may_stand_before_the_name(self):
        assert [
            (c.name, c.title)
            for c in contacts(
                "Chief Financial Officer: Jane Merrow, tel. +45 33 55 01 01\n"
                "Investor Relations Officer: Lars Holm, tel. +45 33 55 01 02"
            )
        ] == [("Jane Merrow", "Chief Financial Officer"), ("Lars Holm", "Investor Relations Officer")]


class TestNames:
    @pytest.mark.parametrize(
        ("printed", "name"),
        [
            ("Dr. Uma Patel", "Uma Patel"),
            ("Mr. Tom Vale, CFA", "Tom Vale"),
            ("Mary-Anne O'Neil-Smith, M.D., MBA", "Mary-Anne O'Neil-Smith"),
            ("Pat Q. Sterling", "Pat Q. Sterling"),
            ("Floris van der Aa", "Floris van der Aa"),
            ("Ben Zwart, Ph.D.", "Ben Zwart"),
            ("JANE MERROW, PRESIDENT", "Jane Merrow"),
        ],
    )
    def test_lose_forms_of_address_and_degrees(self, printed, name):
        [contact] = contacts(f"Contact:\n{printed}\n604-555-0101")

        assert contact.name == name

    def test_a_mailbox_tells_that_unusual_words_are_a_name(self):
        [contact] = contacts("Tezzin Qarlow\nBrackish Vane\n604-555-0101\ntqarlow@example.com")

        assert (contact.name, contact.organisation) == ("Tezzin Qarlow", "Brackish Vane")

    def test_streets_and_postcodes_are_nobody(self):
        assert facts(
            "Oakmoor Therapeutics Inc.\nCathy Warden\n210, 1167 Kestner Cr NW\n"
            "Calgary, Alberta T2N 1X7\nTel: 403.555.7377"
        ) == [("Cathy Warden", "Oakmoor Therapeutics Inc.", ["403.555.7377"], [])]

    def test_a_department_has_no_name(self):
        [contact] = contacts("Investor inquiries: 1-800-555-0191 or info@example.com")

        assert (contact.name, contact.role) == (None, "Investor inquiries")

    def test_an_initial_on_a_line_of_its_own_begins_a_name(self):
        [contact] = contacts("N. Quill\nMedia Relations\nOakmoor Therapeutics Inc.\n(604) 555-0144")

        assert (contact.name, contact.role) == ("N. Quill", "Media Relations")
        assert contact.organisation == "Oakmoor Therapeutics Inc."

    def test_places_are_nobody(self):
        assert facts(
            "Oakmoor Therapeutics Inc.\n300 Ravine Crescent, Suite 210\nSaskatoon, Saskatchewan S7N 0A8\n"
            "Jane Merrow, President\nTel: 306-555-0154"
        ) == [("Jane Merrow", "Oakmoor Therapeutics Inc.", ["306-555-0154"], [])]

    def test_a_person_met_twice_is_one_contact_with_all_that_is_said(self):
        assert facts("Jane Merrow\n604-555-0101", "Media:\nJane Merrow\njane@example.com") == [
            ("Jane Merrow", None, ["604-555-0101"], ["jane@example.com"])
        ]


class TestPhones:
    @pytest.mark.parametrize(
        "number",
        [
            "(416) 555-0123",
            "416-555-0123",
            "416.555.0123",
            "416 555 0123",
            "604/555-0123",
            "1-(866)-555-0123",
            "+1 (604) 555-0123",
            "1.800.555.0199",
            "1-800-555-PILL",
            "+353 1 555 0148",
            "+44 (0)20 7555 0147",
            "+972-8-555-0112",
            "44.1.21.555.6000",
            "353-1-555-3602",
            "+61 413 555 744",
            "44-20-7555-0147",
            "+31 6 15555446",
            "+33 1 55 55 01 42",
            "(08) 9555 3333",
            "020 7555 3113",
            "+41 61 555 01 20",
            "(416) 555-0123 ext. 380",
            "416-555-0123, x490",
            "416-555-0123 x 407",
            "416-555-0123 (ext. 12)",
            "+498955501234",
        ],
    )
    def test_are_kept_as_printed(self, number):
        [contact] = contacts(f"Contact: Jane Merrow, Tel: {number}, jane@example.com")

        assert contact.phones == (number,)

    def test_a_label_makes_a_number_of_what_would_be_none(self):
        assert contacts("Jane Merrow\nTel: 9555 3333")[0].phones == ("9555 3333",)

    @pytest.mark.parametrize(
        "fax",
        [
            "Fax: 604-555-0109",
            "F: 604-555-0109",
            "604-555-0109 (Fax)",
            "or fax, +1-604-555-0109",
            "Facsimile No. 604-555-0109",
        ],
    )
    def test_a_fax_is_none(self, fax):
        assert contacts(f"Jane Merrow, Tel: 604-555-0108, {fax}")[0].phones == ("604-555-0108",)

    def test_a_line_for_calls_and_faxes_is_one(self):
        assert contacts("Jane Merrow, Tel/Fax: 604-555-0108")[0].phones == ("604-555-0108",)

    def test_a_second_number_belongs_to_the_same_person(self):
        [contact] = contacts("Jane Merrow: 353-1-555-3602 or Toll Free: 1-800-555-0101")

        assert contact.phones == ("353-1-555-3602", "1-800-555-0101")

    @pytest.mark.parametrize("number", ["4928-4786-9789, v. 2", "12-31-2004", "12.31.2004", "2004-2005"])
    def test_numbers_of_documents_and_dates_are_none(self, number):
        assert contacts("Jane Merrow\njane@example.com", number)[0].phones == ()


class TestWhereContactsAreLookedFor:
    def found(self, *sections):
        return find_contacts(release(*sections), registrants=[REGISTRANT], signatory=None)

    def test_not_in_the_body(self):
        assert not self.found(
            (
                BODY,
                [
                    "Callers dial 1-866-555-0131 or write to Jane Merrow at jane@example.com.",
                    "It works. " * 90,
                ],
            )
        )

    def test_a_heading_that_lost_its_lines_takes_the_next_paragraphs(self):
        [contact] = self.found(
            (CONTACTS, ["For further information, please contact:"]),
            (BODY, ["Oakmoor Therapeutics Inc.", "Jane Merrow, Director of Finance, 416-555-0172"]),
        )

        assert (contact.name, contact.organisation) == ("Jane Merrow", "Oakmoor Therapeutics Inc.")

    def test_a_headed_paragraph_at_the_end_counts_unmarked(self):
        [contact] = self.found((BODY, ["It works. " * 90, "Media Contact: Jane Merrow, 416-555-0172"]))

        assert (contact.name, contact.role) == ("Jane Merrow", "Media Contact")

    def test_a_heading_at_the_end_of_the_legend_belongs_to_the_block(self):
        [contact] = self.found(
            (SectionKind.LEGEND, ["FOR IMMEDIATE RELEASE\tContact:\tJane Merrow"]),
            (CONTACTS, ["(610) 555-0117"]),
        )

        assert (contact.name, contact.phones) == ("Jane Merrow", ("(610) 555-0117",))

    def test_a_wire_services_last_lines_hold_the_contact_but_its_codes_do_not(self):
        [contact] = self.found(
            (
                BODY,
                [
                    "It works. " * 90,
                    "SOURCE Oakmoor Therapeutics Inc.\n-0- 07/29/2003\n"
                    "/CONTACT: Pat B. Brandt, VP Investor Relations of Oakmoor, +1-408-555-0100, "
                    "or fax, +1-408-555-0110/\nCO: Oakmoor\nIN: MTC SEM HRD",
                ],
            )
        )

        assert (contact.name, contact.title) == ("Pat B. Brandt", "VP Investor Relations")
        assert contact.phones == ("+1-408-555-0100",)

    def test_a_last_line_that_is_a_person_with_a_number_counts_unheaded(self):
        [contact] = self.found(
            (BODY, ["It works. " * 90, "Jane Merrow, Director, +31 50 555 0147, jane@example.com"])
        )

        assert contact.name == "Jane Merrow"

    @pytest.mark.parametrize(
        "tail",
        [
            "To report side effects, contact Oakmoor at safety@example.com or 1-866-555-0077.",
            "A replay is available at 1-866-555-0133, pass code 774120.",
            "Copies may be had of Harcourt & Co., 90 Exchange Walk, telephone 1-888-555-0199.",
            "Oakmoor Therapeutics Inc. is listed in Toronto. Write to info@example.com.",
        ],
    )
    def test_other_last_lines_with_numbers_are_none(self, tail):
        assert not [c for c in self.found((BODY, ["It works. " * 90, tail])) if c.name]

    def test_dial_ins_within_a_contact_section_are_none(self):
        [contact] = self.found(
            (CONTACTS, ["Jane Merrow\n416-555-0172", "The conference call is at 1-866-555-0131, code 12345."])
        )

        assert contact.phones == ("416-555-0172",)

    def test_a_release_without_contacts_has_none(self):
        assert self.found((BODY, ["Oakmoor has begun a trial."])) == ()

    def test_a_signatory_without_a_number_is_none(self):
        assert not contacts("Contact:", "Jane Merrow\nCorporate Secretary", signatory="Jane Merrow")


class TestSpans:
    def test_reach_from_the_first_to_the_last_word(self):
        text = release((CONTACTS, ["Contact:", "Jane Merrow\nOakmoor Therapeutics Inc.\nTel: 604-555-0101"]))

        [fact] = find_contacts(text, registrants=[REGISTRANT], signatory=None)

        assert fact.span.of(text.text) == "Jane Merrow\nOakmoor Therapeutics Inc.\nTel: 604-555-0101"


SCRAPS = st.lists(
    st.sampled_from(
        [
            "Jane",
            "Merrow",
            "Dr.",
            "Inc.",
            "Ltd",
            "Tel:",
            "Fax",
            "(",
            ")",
            "/",
            ",",
            ";",
            ":",
            "\n",
            "\n\n",
            "\t",
            "+44",
            "555",
            "416-555-0101",
            "x 12",
            "@",
            "a@example.com",
            "Investor",
            "Relations",
            "Media",
            "VP",
            "of",
            "and",
            "&",
            "–",
            "**",
            "(US)",
        ]
    ),
    max_size=60,
)


class TestHostileText:
    @settings(deadline=None)
    @given(st.one_of(st.text(max_size=400), SCRAPS.map(" ".join), SCRAPS.map("".join)))
    def test_anything_gives_facts_with_valid_spans(self, words):
        if words:
            contacts(words)

    @settings(deadline=None)
    @given(
        st.lists(
            st.lists(st.one_of(st.none(), SCRAPS.map(" ".join)), min_size=1, max_size=4),
            min_size=1,
            max_size=5,
        )
    )
    def test_any_table_gives_facts_with_valid_spans(self, rows):
        contacts([[*row, "end"] for row in rows])

    @pytest.mark.parametrize(
        "scrap", ["5", "555 ", "A", "A ", "Jane Merrow ", "@", "a@", "a.", "+1 ", "(", "x\n\n", "\n", "5-"]
    )
    def test_takes_linear_time(self, scrap):
        words = scrap * (100_000 // len(scrap))
        begun = time.perf_counter()

        contacts(words)

        assert time.perf_counter() - begun < 1


class TestPatterns:
    @pytest.mark.parametrize(
        "words", ["20,000 patients", "Phase 2", "$14.5 million", "2004", "NCT01234567", "99.1"]
    )
    def test_other_figures_are_no_phones(self, words):
        assert PHONE.search(words) is None

    @pytest.mark.parametrize("words", ["a@b", "@handle", "x @ y.com"])
    def test_other_signs_are_no_addresses(self, words):
        assert EMAIL.search(words) is None
