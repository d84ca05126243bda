"""Drug facts of passages in everyday grammar: names of no known shape, lists, run-in headings, trials of one phase."""

# ruff: noqa: E501  (each case is a passage, as a release prints it)

import pytest

from filings.extractors.agents import find_agents
from filings.extractors.indications import find_indications
from filings.extractors.phases import find_phases
from tests.filings.extractors.releases import candidates_of, release

PASSAGES = [
    (
        [
            "Tolvexan (MBX-501), Maristow's oral inhibitor of factor XI, prevented clots in a Phase 2 trial in 340 patients with knee replacement."
        ],
        {"candidates": ["MBX-501"], "phases": [("MBX-501", "Phase 2", "completed")], "agents": []},
    ),
    (
        [
            "Pipeline",
            "- Emlurcept (anti-IL-31R): Reported positive data from the Phase 2b trial in atopic dermatitis.",
            "- MBX-22: Its successor MBX-40 did not slow decline in a Phase 2 trial, and that trial was terminated.",
        ],
        {
            "candidates": ["Emlurcept", "MBX-22", "MBX-40"],
            "phases": [("Emlurcept", "Phase 2", "completed"), ("MBX-40", "Phase 2", "stopped")],
            "agents": [],
            "indications": ["atopic dermatitis"],
        },
    ),
    (
        [
            "The FDA accepted the Company's IND for MBX-88, and a Phase 1 study in healthy volunteers will start in May."
        ],
        {
            "candidates": ["MBX-88"],
            "phases": [("MBX-88", "Phase 1", "planned")],
            "agents": [],
            "indications": [],
        },
    ),
    (
        [
            "Maristow said that MBX-88 lowered uric acid in gout. Neurolane Ltd. is developing a rival drug, NVQ-10, which is in Phase III."
        ],
        {"candidates": ["MBX-88"], "phases": [], "agents": [], "indications": ["gout"]},
    ),
    (
        ["The Company chose MBX-330, a backup to MBX-114, for toxicology studies."],
        {
            "candidates": ["MBX-330", "MBX-114"],
            "phases": [("MBX-330", "Preclinical", None)],
            "agents": [],
            "indications": [],
        },
    ),
    (
        ["In the completed Phase 1 dose-escalation study, tovarelimab demonstrated a half-life of 21 days."],
        {
            "candidates": ["tovarelimab"],
            "phases": [("tovarelimab", "Phase 1", "completed")],
            "agents": [],
            "indications": [],
        },
    ),
    (
        [
            "Maristow's MBX-9 is in a Phase 1/2 trial in cystinosis. The Phase 2 portion of the trial is expected to begin in June."
        ],
        {
            "candidates": ["MBX-9"],
            "phases": [("MBX-9", "Phase 1/2", "ongoing"), ("MBX-9", "Phase 2", "planned")],
            "agents": [],
            "indications": ["cystinosis"],
        },
    ),
    (
        ["Top-line results of the Phase III trial of MBX-88 in gout are expected in June."],
        {
            "candidates": ["MBX-88"],
            "phases": [("MBX-88", "Phase 3", "ongoing")],
            "agents": [],
            "indications": ["gout"],
        },
    ),
    (
        [
            "Maristow has begun dosing in a Phase 2 study of brelapimod, its S1P modulator, in ulcerative colitis. Brelapimod was safe in volunteers."
        ],
        {
            "candidates": ["brelapimod"],
            "phases": [("brelapimod", "Phase 2", "ongoing")],
            "agents": [],
            "indications": ["ulcerative colitis"],
        },
    ),
    (
        [
            "Patients treated with cendrafil for twelve weeks walked 34 metres farther. Maristow will file an NDA for cendrafil in pulmonary arterial hypertension."
        ],
        {
            "candidates": ["cendrafil"],
            "phases": [],
            "agents": [],
            "indications": ["pulmonary arterial hypertension"],
        },
    ),
    (
        [
            "Maristow acquired worldwide rights to Oxelbrio, an inhaled antibiotic for cystic fibrosis, from Tarn Pharma AG."
        ],
        {"candidates": ["Oxelbrio"], "phases": [], "agents": [], "indications": ["cystic fibrosis"]},
    ),
    (
        [
            "The LANTERN-1 and LANTERN-2 trials enrolled 1,200 patients. In LANTERN-1, a Phase 3 trial, MBX-610 reduced flares of lupus by 40%."
        ],
        {
            "candidates": ["MBX-610"],
            "phases": [("MBX-610", "Phase 3", "completed")],
            "agents": [],
            "indications": ["lupus"],
        },
    ),
    (
        [
            "Maristow's Phase 2 study, MBX-610-203, in Sjogren's syndrome missed its primary endpoint. MBX-610 was well tolerated."
        ],
        {
            "candidates": ["MBX-610"],
            "phases": [("MBX-610", "Phase 2", "completed")],
            "agents": [],
            "indications": ["sjogren's syndrome"],
        },
    ),
    (
        [
            "MBX-7 (asthma): Phase 2a complete. MBX-8 (eczema): Phase 1 to start in the fall. MBX-9 (psoriasis): preclinical."
        ],
        {
            "candidates": ["MBX-7", "MBX-8", "MBX-9"],
            "phases": [
                ("MBX-7", "Phase 2", "completed"),
                ("MBX-8", "Phase 1", "planned"),
                ("MBX-9", "Preclinical", None),
            ],
            "agents": [],
            "indications": ["asthma", "eczema", "psoriasis"],
        },
    ),
    (
        [
            "Maristow enrolled the last of 412 patients in its pivotal Phase 3 trial of MBX-7 versus tiotropium in COPD."
        ],
        {
            "candidates": ["MBX-7"],
            "phases": [("MBX-7", "Phase 3", "ongoing")],
            "agents": ["tiotropium"],
            "indications": ["chronic obstructive pulmonary disease"],
        },
    ),
    (
        [
            "MBX-7 failed to beat placebo in a Phase 2b trial in dry eye disease, and Maristow will discontinue its development."
        ],
        {
            "candidates": ["MBX-7"],
            "phases": [("MBX-7", "Phase 2", "stopped")],
            "agents": [],
            "indications": ["dry eye disease"],
        },
    ),
    (
        [
            "MBX-7 is a topical gel for acne.",
            "A Phase 2 study with adapalene as active control began in March. Patients continue on benzoyl peroxide.",
        ],
        {
            "candidates": ["MBX-7"],
            "phases": [("MBX-7", "Phase 2", "ongoing")],
            "agents": ["adapalene", "benzoyl peroxide"],
            "indications": ["acne"],
        },
    ),
    (
        [
            "The Company has received marketing approval from Health Canada for Zemlora, its nasal spray for migraine."
        ],
        {
            "candidates": ["Zemlora"],
            "phases": [("Zemlora", "Approved", None)],
            "agents": [],
            "indications": ["migraine"],
        },
    ),
    (
        [
            "Maristow today reported that MBX-19 in combination with carboplatin and paclitaxel prolonged survival in ovarian cancer in the Phase 2 CORMORANT study. Nausea, neutropenia and anemia were the most common side effects."
        ],
        {
            "candidates": ["MBX-19"],
            "phases": [("MBX-19", "Phase 2", "completed")],
            "agents": ["carboplatin", "paclitaxel"],
            "indications": ["ovarian cancer"],
        },
    ),
    (
        [
            "MBX-19 has been given the international nonproprietary name solvanertib.",
            "A Phase 1 trial of solvanertib in cholangiocarcinoma is recruiting.",
        ],
        {
            "candidates": ["solvanertib"],
            "phases": [("solvanertib", "Phase 1", "ongoing")],
            "agents": [],
            "indications": ["cholangiocarcinoma"],
        },
    ),
    (
        [
            "MBX-AAV8-OTC is a gene therapy for ornithine transcarbamylase deficiency. The FDA lifted the clinical hold on the Phase 1/2 trial, and dosing will resume in May."
        ],
        {
            "candidates": ["MBX-AAV8-OTC"],
            "phases": [("MBX-AAV8-OTC", "Phase 1/2", "planned")],
            "agents": [],
            "indications": ["ornithine transcarbamylase deficiency"],
        },
    ),
    (
        ["Two patients discontinued MBX-3 because of depression. The Phase 2 trial in narcolepsy continues."],
        {
            "candidates": ["MBX-3"],
            "phases": [("MBX-3", "Phase 2", "ongoing")],
            "agents": [],
            "indications": ["narcolepsy"],
        },
    ),
    (
        [
            "MBX-B12 and MBX-T are Maristow's vaccines against shingles and influenza. MBX-B12 entered a Phase 1 trial last month; MBX-T is in preclinical studies."
        ],
        {
            "candidates": ["MBX-B12", "MBX-T"],
            "phases": [("MBX-B12", "Phase 1", "ongoing"), ("MBX-T", "Preclinical", None)],
            "agents": [],
            "indications": ["herpes zoster", "influenza"],
        },
    ),
    (
        [
            "MBX-5 was shown to be noninferior to warfarin in a Phase 3 trial in 9,820 patients with atrial fibrillation. Maristow plans a second Phase 3 trial in venous thromboembolism."
        ],
        {
            "candidates": ["MBX-5"],
            "phases": [("MBX-5", "Phase 3", "completed"), ("MBX-5", "Phase 3", "planned")],
            "agents": ["warfarin"],
            "indications": ["atrial fibrillation", "venous thromboembolism"],
        },
    ),
    (
        ["A Phase IIa trial of MBX-5 in gout was completed in May. A Phase IIb trial began in June."],
        {
            "candidates": ["MBX-5"],
            "phases": [("MBX-5", "Phase 2", "completed"), ("MBX-5", "Phase 2", "ongoing")],
            "agents": [],
            "indications": ["gout"],
        },
    ),
    (
        [
            "Maristow's partner Ostermann AG has dosed the first patient in a Phase 3 study of ravoximab in myasthenia gravis, triggering a milestone."
        ],
        {
            "candidates": ["ravoximab"],
            "phases": [("ravoximab", "Phase 3", "ongoing")],
            "agents": [],
            "indications": ["myasthenia gravis"],
        },
    ),
    (
        ["Veltrizine is Maristow's antihistamine for urticaria. It is approved in Canada and Mexico."],
        {
            "candidates": ["Veltrizine"],
            "phases": [("Veltrizine", "Approved", None)],
            "agents": [],
            "indications": ["urticaria"],
        },
    ),
    (
        [
            "Maristow announced the publication in Nature Medicine of results showing that MBX-31 protects dopamine neurons in mice."
        ],
        {
            "candidates": ["MBX-31"],
            "phases": [("MBX-31", "Preclinical", None)],
            "agents": [],
            "indications": [],
        },
    ),
    (
        [
            "No patient who received oral lufenadine had a relapse. The Phase 2 trial of lufenadine in bipolar disorder enrolled 88 adults at 14 sites."
        ],
        {
            "candidates": ["lufenadine"],
            "phases": [("lufenadine", "Phase 2", "completed")],
            "agents": [],
            "indications": ["bipolar disorder"],
        },
    ),
    (
        [
            "Maristow is studying the JAK2 inhibitor MBX-12 in polycythemia vera. Expression of JAK2 V617F fell in a Phase 1 study."
        ],
        {
            "candidates": ["MBX-12"],
            "phases": [("MBX-12", "Phase 1", "completed")],
            "agents": [],
            "indications": ["polycythemia vera"],
        },
    ),
    (
        [
            "Maristow has initiated a head-to-head Phase 3 trial comparing Kelvara cream with clobetasol in adults with plaque psoriasis. Kelvara, a topical steroid, is sold in 14 countries."
        ],
        {
            "candidates": ["Kelvara"],
            "phases": [("Kelvara", "Phase 3", "ongoing")],
            "agents": ["clobetasol"],
            "indications": ["plaque psoriasis"],
        },
    ),
    (
        [
            "In a retrospective analysis, MBX-4 plus standard of care (dexamethasone and remdesivir) shortened stay in hospitalised patients with COVID-19. An earlier Phase 2 study had shown a trend."
        ],
        {
            "candidates": ["MBX-4"],
            "phases": [("MBX-4", "Phase 2", "completed")],
            "agents": ["dexamethasone", "remdesivir"],
            "indications": ["covid-19"],
        },
    ),
    (
        [
            "The first participant has been randomised in ORCHID-3, a global Phase III study of once-monthly depot paltorelin for endometriosis."
        ],
        {
            "candidates": ["paltorelin"],
            "phases": [("paltorelin", "Phase 3", "ongoing")],
            "agents": [],
            "indications": ["endometriosis"],
        },
    ),
    (
        [
            "Maristow intends to submit an IND for MBX-16 in the second half of the year and begin a first-in-human study shortly after. MBX-16 cleared amyloid in transgenic mice."
        ],
        {"candidates": ["MBX-16"], "phases": [("MBX-16", "Preclinical", None)], "agents": []},
    ),
    (
        ["Enrolment in the Phase II study of MBX-16 has been suspended following a case of liver failure."],
        {"candidates": ["MBX-16"], "phases": [("MBX-16", "Phase 2", "stopped")], "agents": []},
    ),
    (
        [
            "The European Medicines Agency has recommended approval of Lurevia (bendoxamine) for chronic cough. The Phase 3 trials COUGH-1 and COUGH-2 met their endpoints."
        ],
        {
            "candidates": ["Lurevia"],
            "phases": [("Lurevia", "Phase 3", "completed")],
            "agents": [],
            "indications": ["chronic cough"],
        },
    ),
    (
        [
            "Dr. Lena Hartwell joins from Calloway Pharma, where she led the Phase 3 program of sorapetide. She will oversee the Phase 2 trial of MBX-2."
        ],
        {"candidates": ["MBX-2"], "phases": [("MBX-2", "Phase 2", None)], "agents": [], "indications": []},
    ),
    (
        [
            "Maristow Biologics Inc. announced that its partner has begun a Phase 2b trial of fenzolutide (MBX-1103), a once-monthly GIP antagonist, on top of tirzepatide in adults with obesity."
        ],
        {
            "candidates": ["fenzolutide"],
            "phases": [("fenzolutide", "Phase 2", "ongoing")],
            "agents": ["tirzepatide"],
            "indications": ["obesity"],
        },
    ),
    (
        [
            "MBX-mAb4 is a fully human antibody. The Company expects to file a Clinical Trial Application for MBX-mAb4 by year-end."
        ],
        {"candidates": ["MBX-mAb4"], "phases": [], "agents": []},
    ),
    (
        [
            "The Data Monitoring Committee recommended that the Phase III trial of Corvasel in heart failure continue unchanged. Corvasel is an oral myosin activator."
        ],
        {
            "candidates": ["Corvasel"],
            "phases": [("Corvasel", "Phase 3", "ongoing")],
            "agents": [],
            "indications": ["heart failure"],
        },
    ),
    (
        [
            "The Phase 2 trial of MBX-90 in celiac disease has been halted after a planned futility analysis.",
            "We are disappointed, said the CEO.",
            "The Company will focus on MBX-91, which is about to enter Phase 1.",
        ],
        {
            "candidates": ["MBX-90", "MBX-91"],
            "phases": [("MBX-90", "Phase 2", "stopped"), ("MBX-91", "Phase 1", "planned")],
            "agents": [],
            "indications": ["celiac disease"],
        },
    ),
    (
        [
            "Maristow and Hollins Pharma Ltd. will co-develop triderasine, Maristow's dry powder for inhalation, for bronchiectasis. Hollins will run two Phase 3 trials."
        ],
        {
            "candidates": ["triderasine"],
            "phases": [("triderasine", "Phase 3", "planned")],
            "agents": [],
            "indications": ["bronchiectasis"],
        },
    ),
    (
        [
            "Maristow has submitted a New Drug Application to the FDA for Altivene (levocarbine) tablets for the treatment of restless legs syndrome. The submission is supported by three Phase 3 studies in 1,412 patients."
        ],
        {
            "candidates": ["Altivene"],
            "phases": [("Altivene", "Phase 3", "completed")],
            "agents": [],
            "indications": ["restless legs syndrome"],
        },
    ),
    (
        [
            "Of 41 patients who received MBX-6 with lenalidomide and dexamethasone in the Phase 1b part, 29 responded. The Phase 2 part is now enrolling patients with relapsed multiple myeloma."
        ],
        {
            "candidates": ["MBX-6"],
            "phases": [("MBX-6", "Phase 1", "completed"), ("MBX-6", "Phase 2", "ongoing")],
            "agents": ["lenalidomide", "dexamethasone"],
            "indications": ["multiple myeloma"],
        },
    ),
    (
        [
            "MBX-14 was not effective in ALS: the Phase 2a study did not reach its goal. A Phase 2 study of MBX-14 in Huntington's disease goes on."
        ],
        {
            "candidates": ["MBX-14"],
            "phases": [("MBX-14", "Phase 2", "completed"), ("MBX-14", "Phase 2", "ongoing")],
            "agents": [],
            "indications": ["amyotrophic lateral sclerosis", "huntington's disease"],
        },
    ),
    (
        [
            "Q3 highlights",
            "* Dosed first patient in the Phase 1 trial of MBX-21 (T-cell engager) in prostate cancer",
            "* Completed IND-enabling studies of MBX-23",
            "* Out-licensed MBX-25 to Hollins for Japan",
        ],
        {
            "candidates": ["MBX-21", "MBX-23", "MBX-25"],
            "phases": [("MBX-21", "Phase 1", "ongoing"), ("MBX-23", "Preclinical", None)],
            "agents": [],
            "indications": ["prostate cancer"],
        },
    ),
    (
        [
            "The Company's product candidate sulovir reduced viral load by 2 logs in a Phase 1b study in people infected with RSV."
        ],
        {"candidates": ["sulovir"], "phases": [("sulovir", "Phase 1", "completed")], "agents": []},
    ),
    (
        [
            "Maristow today said that the U.S. FDA has approved Tessolin (pelrafenib) for adults with hairy cell leukemia. In the pivotal Phase 2 trial, 74% of patients responded."
        ],
        {
            "candidates": ["Tessolin"],
            "phases": [("Tessolin", "Approved", None), ("Tessolin", "Phase 2", "completed")],
            "agents": [],
            "indications": ["hairy cell leukemia"],
        },
    ),
    (
        [
            "Sales of Tessolin in Canada rose 14% to $6.1 million, while sales of Norvane, the Company's iron supplement, fell."
        ],
        {"candidates": ["Tessolin", "Norvane"], "phases": [], "agents": []},
    ),
    (
        [
            "Under the agreement Maristow obtains an exclusive licence to HX-771, a TYK2 inhibitor that has completed Phase 1, from Hollins Pharma Ltd. It plans to open a Phase 2 trial in vitiligo in 2020."
        ],
        {
            "candidates": ["HX-771"],
            "phases": [("HX-771", "Phase 1", "completed"), ("HX-771", "Phase 2", "planned")],
            "agents": [],
            "indications": ["vitiligo"],
        },
    ),
    (
        [
            "Maristow announced that the first cohort in its Phase I trial with MBX-2 in healthy volunteers has been dosed. Pembrolizumab has changed melanoma, and in Phase III trials many others follow."
        ],
        {"candidates": ["MBX-2"], "phases": [("MBX-2", "Phase 1", "ongoing")], "agents": []},
    ),
    (
        [
            "MBX-60 met the primary endpoint of the MERIDIAN Phase 3 trial, in which 540 patients with migraine were given MBX-60 or sumatriptan."
        ],
        {
            "candidates": ["MBX-60"],
            "phases": [("MBX-60", "Phase 3", "completed")],
            "agents": ["sumatriptan"],
            "indications": ["migraine"],
        },
    ),
    (
        [
            "Maristow will receive $2 million from the foundation to fund a Phase 2 study of MBX-61 in Rett syndrome."
        ],
        {
            "candidates": ["MBX-61"],
            "phases": [("MBX-61", "Phase 2", "planned")],
            "agents": [],
            "indications": ["rett syndrome"],
        },
    ),
    (
        [
            "Maristow announced today that Ridolane, its antibody against IL-5, showed no benefit over budesonide in a Phase II study in nasal polyps; the study enrolled 150 patients."
        ],
        {
            "candidates": ["Ridolane"],
            "phases": [("Ridolane", "Phase 2", "completed")],
            "agents": ["budesonide"],
            "indications": ["nasal polyps"],
        },
    ),
    (
        [
            "Preparations for the Phase 3 program of inhaled melcasone in asthma are on schedule, and the first site should open in May. Melcasone was superior to montelukast in Phase 2."
        ],
        {
            "candidates": ["melcasone"],
            "phases": [("melcasone", "Phase 3", "planned"), ("melcasone", "Phase 2", "completed")],
            "agents": ["montelukast"],
            "indications": ["asthma"],
        },
    ),
    (
        [
            "The Company appointed Dr. Rhea Sandoval. She led the development of Brintavo at Calder Inc. before joining. Shares trade on Nasdaq under MBX."
        ],
        {"candidates": [], "phases": [], "agents": [], "indications": []},
    ),
    (
        [
            "The Company raised $12 million in a private placement to Orbistar Capital and to Lindqvist Partners."
        ],
        {"candidates": [], "phases": [], "agents": [], "indications": []},
    ),
    (
        [
            "Maristow presented two posters at the meeting in Barcelona. MBX-33 slowed tumors of the pancreas in mice, alone and with gemcitabine. The patient, treated with Whipple surgery, was well."
        ],
        {
            "candidates": ["MBX-33"],
            "phases": [("MBX-33", "Preclinical", None)],
            "agents": ["gemcitabine"],
            "indications": ["pancreatic cancer"],
        },
    ),
]


@pytest.mark.parametrize(("paragraphs", "expected"), PASSAGES)
def test_a_passage_is_read_as_its_grammar_says(paragraphs, expected):
    text = release(*paragraphs, headline="Maristow Biologics Provides Update")
    candidates = candidates_of(text)
    names = {
        name: candidate.name
        for candidate in candidates
        for name in (candidate.name, *(alias.name for alias in candidate.aliases))
    }
    found = {
        "candidates": {candidate.name for candidate in candidates},
        "phases": {
            (claim.product, str(claim.phase), claim.status and str(claim.status))
            for claim in find_phases(text, candidates)
        },
        "agents": {fact.value for fact in find_agents(text, candidates)},
        "indications": {fact.value for fact in find_indications(text, candidates)},
    }

    assert found["candidates"] == {names.get(name, name) for name in expected["candidates"]}
    assert found["phases"] == {(names.get(name, name), *rest) for name, *rest in expected["phases"]}
    assert found["agents"] == set(expected["agents"])
    assert found["indications"] == set(expected.get("indications", found["indications"]))
