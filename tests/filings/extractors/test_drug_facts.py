"""Candidates, phases, agents and indications read together from passages as releases print them."""

# ruff: noqa: E501  (each case is a passage, as a release prints it)

import time

import pytest

from filings.domain import ReleaseText
from filings.extractors.agents import find_agents
from filings.extractors.indications import find_indications
from filings.extractors.phases import find_phases
from tests.filings.extractors.releases import candidates_of, release

PASSAGES = [
    (
        [
            "TORONTO, June 4 - Maristow Biologics Inc. reported results for the quarter.",
            "Pipeline update",
            "MBX-881: We completed enrollment of the Phase 2 AURORA study in ulcerative colitis and expect top-line data in Q3.",
            "MBX-912: IND filing is planned for the first half of 2019 for atopic dermatitis.",
            "Cash was $4.2 million. Net loss for Phase II of the building project was $1.0 million.",
        ],
        {
            "candidates": ["MBX-881", "MBX-912"],
            "phases": [("MBX-881", "Phase 2", "ongoing")],
            "agents": [],
            "indications": ["atopic dermatitis", "ulcerative colitis"],
        },
    ),
    (
        [
            "Maristow today announced that the FDA has accepted its IND application for MBX-881, allowing the Company to initiate a Phase 1 study in healthy volunteers."
        ],
        {"candidates": ["MBX-881"], "phases": [("MBX-881", "Phase 1", "planned")]},
    ),
    (
        [
            "Maristow announced that the Data Safety Monitoring Board has recommended that the MBX-881 Phase III trial in pancreatic cancer continue as planned."
        ],
        {
            "candidates": ["MBX-881"],
            "phases": [("MBX-881", "Phase 3", "ongoing")],
            "agents": [],
            "indications": ["pancreatic cancer"],
        },
    ),
    (
        [
            "Two abstracts on MBX-881 were accepted. 'MBX-881 in combination with bortezomib in multiple myeloma: results of a phase I trial'."
        ],
        {
            "candidates": ["MBX-881"],
            "phases": [("MBX-881", "Phase 1", "completed")],
            "agents": ["bortezomib"],
            "indications": ["multiple myeloma"],
        },
    ),
    (
        [
            "The Phase 2a proof-of-concept study of MBX-881 is expected to begin dosing later this year, following the successful completion of a Phase 1 study."
        ],
        {
            "candidates": ["MBX-881"],
            "phases": [("MBX-881", "Phase 1", "completed"), ("MBX-881", "Phase 2", "planned")],
        },
    ),
    (
        [
            "Maristow and Orvex Pharma AG signed a license agreement. Orvex will pay for all Phase III trials of MBX-881 in Europe."
        ],
        {"candidates": ["MBX-881"], "phases": [("MBX-881", "Phase 3", "planned")]},
    ),
    (
        [
            "MBX-881 demonstrated a statistically significant improvement over sitagliptin in a Phase III trial in type 2 diabetes."
        ],
        {
            "candidates": ["MBX-881"],
            "phases": [("MBX-881", "Phase 3", "completed")],
            "agents": ["sitagliptin"],
            "indications": ["type 2 diabetes"],
        },
    ),
    (
        [
            "Maristow has begun a Phase I trial of its antibody MBX-881 against influenza; the vaccine MBX-90 is still in preclinical development."
        ],
        {
            "candidates": ["MBX-881", "MBX-90"],
            "phases": [("MBX-881", "Phase 1", "ongoing"), ("MBX-90", "Preclinical")],
            "agents": [],
            "indications": ["influenza"],
        },
    ),
    (
        [
            "MBX-881 targets CD20 and is an anti-PD-1 antibody. CD20-positive B cells were depleted in patients with follicular lymphoma treated with MBX-881."
        ],
        {"candidates": ["MBX-881"], "phases": [], "agents": [], "indications": ["follicular lymphoma"]},
    ),
    (
        [
            "The study compared Kelvara(TM) 40 mg with placebo. Kelvara(TM) is the Company's topical gel for acne and rosacea. A second Phase III study of Kelvara(TM) is under way."
        ],
        {
            "candidates": ["Kelvara"],
            "phases": [("Kelvara", "Phase 3", "ongoing")],
            "agents": [],
            "indications": ["acne", "rosacea"],
        },
    ),
    (
        ["Health Canada approved Kelvara(TM) gel for the treatment of acne."],
        {
            "candidates": ["Kelvara"],
            "phases": [("Kelvara", "Approved")],
            "agents": [],
            "indications": ["acne"],
        },
    ),
    (
        [
            "The European Medicines Agency granted orphan designation to MBX-881 for the treatment of glioblastoma multiforme."
        ],
        {"candidates": ["MBX-881"], "phases": [], "agents": [], "indications": ["glioblastoma"]},
    ),
    (
        ["Maristow's shareholders approved the amalgamation. The TSX has approved the listing of shares."],
        {"candidates": [], "phases": [], "agents": [], "indications": []},
    ),
    (
        [
            "Proceeds will be used to fund a Phase III clinical trial of MBX-881 for lupus nephritis and the preclinical development of MBX-900."
        ],
        {
            "candidates": ["MBX-881", "MBX-900"],
            "phases": [("MBX-881", "Phase 3", "planned"), ("MBX-900", "Preclinical")],
            "agents": [],
            "indications": ["lupus nephritis"],
        },
    ),
    (
        [
            "In the dose-escalation Phase I portion, patients with refractory lymphoma receive MBX-881 weekly. The Phase II portion will enroll 40 patients with diffuse large B-cell lymphoma."
        ],
        {
            "candidates": ["MBX-881"],
            "phases": [("MBX-881", "Phase 1"), ("MBX-881", "Phase 2", "planned")],
            "agents": [],
            "indications": ["diffuse large b-cell lymphoma"],
        },
    ),
    (
        [
            "Dr. Lee presented data on the use of MBX-881 and 5-fluorouracil with leucovorin in colorectal cancer."
        ],
        {
            "candidates": ["MBX-881"],
            "phases": [],
            "agents": ["5-fluorouracil", "leucovorin"],
            "indications": ["colorectal cancer"],
        },
    ),
    (
        [
            "The Company's lead product eniruracil is an oral drug given with 5-FU. Maristow will start a Phase II trial of eniruracil and 5-FU in hepatocellular carcinoma."
        ],
        {"indications": ["hepatocellular carcinoma"]},
    ),
    (
        [
            "Maristow's oncolytic virus OVX-1 (MBX-881) was injected with gemcitabine in a Phase 1/2 trial in ovarian cancers. The trial is now closed to enrolment."
        ],
        {"agents": ["gemcitabine"], "indications": ["ovarian cancer"]},
    ),
    (
        [
            "Phase 2 of the TULIP trial of MBX-881 has finished enrolling. No dose-limiting toxicities were reported."
        ],
        {"candidates": ["MBX-881"], "phases": [("MBX-881", "Phase 2", "ongoing")]},
    ),
    (
        [
            "As part of the collaboration with the NCI, MBX-2040 is being tested in six Phase II trials in breast, lung and colon cancers, AML, and hormone-refractory prostate cancer."
        ],
        {
            "candidates": ["MBX-2040"],
            "phases": [("MBX-2040", "Phase 2", "ongoing")],
            "agents": [],
            "indications": [
                "acute myeloid leukemia",
                "breast cancer",
                "colon cancer",
                "lung cancer",
                "prostate cancer",
            ],
        },
    ),
    (
        ["MBX-881 received FDA approval in March for hypertension and is marketed as Kelvara(R)."],
        {"agents": [], "indications": ["hypertension"]},
    ),
    (
        [
            "Maristow's development partner, Orvex, has decided to terminate the Phase IIb study of MBX-881 in schizophrenia."
        ],
        {
            "candidates": ["MBX-881"],
            "phases": [("MBX-881", "Phase 2", "stopped")],
            "agents": [],
            "indications": ["schizophrenia"],
        },
    ),
    (
        [
            "We have filed an application to start a phase 1b/2 trial in Belgium with MBX-881, a nanobody against RSV infection."
        ],
        {"candidates": ["MBX-881"], "phases": [("MBX-881", "Phase 1/2", "planned")]},
    ),
    (
        [
            "The clinical hold on the Phase 2 trial of MBX-881 has been lifted and the trial will resume in May."
        ],
        {"candidates": ["MBX-881"], "phases": [("MBX-881", "Phase 2")]},
    ),
    (
        [
            "Nimolimab and Orvex's competing antibody relomab were both studied in head and neck cancer. Nimolimab is licensed to Maristow. A Phase III trial of nimolimab with radiation and cisplatin is enrolling in Singapore."
        ],
        {"agents": ["cisplatin"]},
    ),
    (
        [
            "Three patients in the Phase II trial of MBX-40 plus pegylated liposomal doxorubicin (Caelyx(R)) responded."
        ],
        {
            "candidates": ["MBX-40"],
            "phases": [("MBX-40", "Phase 2")],
            "agents": ["doxorubicin"],
        },
    ),
    (
        [
            "Maristow said that MBX-40 did not reach statistical significance in its Phase III trial in stroke, and development will be discontinued."
        ],
        {
            "candidates": ["MBX-40"],
            "phases": [("MBX-40", "Phase 3", "stopped")],
            "agents": [],
            "indications": ["stroke"],
        },
    ),
    (
        [
            "Interest was strong. We are pleased that recruitment to our ongoing Phase 3 study, APOLLO, is ahead of plan, said the CEO. MBX-40 has great promise in psoriasis."
        ],
        {"candidates": ["MBX-40"], "agents": [], "indications": ["psoriasis"]},
    ),
    (
        [
            "Results of preclinical studies of XIAP antisense (MBX-35156) in models of pancreatic cancer were published."
        ],
        {"indications": ["pancreatic cancer"]},
    ),
    (
        [
            "Maristow, in collaboration with Genovar, is developing tonapofylline (MBX-40) for heart failure. Tonapofylline has entered Phase II."
        ],
        {"indications": ["heart failure"]},
    ),
    (
        [
            "Sixty patients were randomised to MBX-40 25 mg, MBX-40 50 mg or placebo for 12 weeks in the Phase IIa trial."
        ],
        {"candidates": ["MBX-40"], "phases": [("MBX-40", "Phase 2")]},
    ),
    (
        [
            "Our gastrin-based therapies, E1-I.N.T. and MBX-40, are in Phase II for type 1 diabetes and type 2 diabetes."
        ],
        {"indications": ["type 1 diabetes", "type 2 diabetes"]},
    ),
    (
        [
            "Maristow will receive a milestone payment of US$5 million on the start of Phase III trials of MBX-40 for multiple sclerosis (MS)."
        ],
        {
            "candidates": ["MBX-40"],
            "phases": [("MBX-40", "Phase 3", "planned")],
            "agents": [],
            "indications": ["multiple sclerosis"],
        },
    ),
    (
        ["The U.S. Patent Office issued Patent No. 6,121,000 covering MBX-40 and its use in asthma."],
        {"candidates": ["MBX-40"], "phases": [], "agents": [], "indications": ["asthma"]},
    ),
    (
        [
            "MBX-40 is an anti-sense compound licensed to Maristow. It inhibits R2 and MDR-1. Grade III/IV events were few."
        ],
        {"candidates": ["MBX-40"], "phases": []},
    ),
    (
        ["This trial, sponsored by the NCI, combines MBX-40 with docetaxel (Taxotere®) in advanced NSCLC."],
        {
            "candidates": ["MBX-40"],
            "phases": [],
            "agents": ["docetaxel"],
            "indications": ["non-small cell lung cancer"],
        },
    ),
    (
        [
            "VANCOUVER, Sept 6 /CNW/ - Maristow Biologics Inc. and its co-development partner Orvex Pharma US, Inc. today announced positive top-line results from ACT-9, a Phase 3 study of intravenous vernolant (RXD1235) for the conversion of atrial fibrillation.",
            "The study showed that 52% of patients receiving vernolant converted to normal heart rhythm, as compared to 4% of placebo patients.",
            "An oral formulation of RXD1235 is in a Phase 2b study. Interim results are expected in the second half of the year.",
            "Atrial fibrillation is an arrhythmia in which the atria beat rapidly. It affects 2.4 million people in the United States.",
        ],
        {"agents": [], "indications": ["atrial fibrillation"]},
    ),
    (
        [
            "Maristow Biologics announced today that it has received approval from Health Canada to initiate a Phase II trial of TXC-1 (E1-INT) in patients with type 1 diabetes.",
            "TXC-1 is a combination of epidermal growth factor and gastrin. The trial will enroll 40 patients who receive insulin.",
            "Maristow's ELX-005/AZX-103 is partnered with Elantis Pharma. In the Phase II trial ELX-005 patients with mild Alzheimer's disease receive one of two doses.",
        ],
        {"indications": ["alzheimer's disease", "type 1 diabetes"]},
    ),
    (
        [
            "Maristow announced that results from its Phase II trial of ADX-1 (ADX-1, or Exherun) as a single agent, in patients with hepatocellular carcinoma were presented today. Patients received ADX-1 at 500 mg/m2.",
            "The trial enrolled patients with N-cadherin positive tumors. There were no complete responses.",
            "About Exherun: Exherun is a small peptide molecularly targeted anti-cancer drug.",
        ],
        {"phases": [("ADX-1", "Phase 2")], "agents": [], "indications": ["hepatocellular carcinoma"]},
    ),
    (
        [
            "Nimoruzumab is a humanized monoclonal antibody that targets EGFR. Maristow announced the initiation of a randomized Phase II trial of nimoruzumab in patients with brain metastases from NSCLC.",
            "Nimoruzumab has been approved in several countries for head and neck cancer. Cetuximab and panitumumab are other EGFR antibodies.",
            "Nimoruzumab is being developed in Phase III trials by Daishin in Japan for gastric cancer and by OncoBest in Singapore for adjuvant head and neck cancer.",
        ],
        {
            "candidates": ["nimoruzumab"],
            "agents": [],
            "indications": [
                "brain metastases",
                "gastric cancer",
                "head and neck cancer",
                "non-small cell lung cancer",
            ],
        },
    ),
    (
        [
            "Maristow (“the Company”) announced that it will host a conference call. To take part dial 1-800-555-0100, passcode 774120."
        ],
        {"candidates": [], "phases": [], "agents": [], "indications": []},
    ),
    (
        [
            "Maristow announced a pivotal Phase 3 clinical trial of SGX401 for cutaneous T-cell lymphoma (the FLASHY study). The study enrolled 169 patients. HyBrate™ (SGX401) is a photodynamic therapy.",
            "Expansion of SGX401 into psoriasis is under way with a Phase 2a trial having begun.",
            "RiVox™, a heat-stable ricin vaccine, is in preclinical testing in non-human primates.",
        ],
        {"agents": [], "indications": ["cutaneous t-cell lymphoma", "psoriasis"]},
    ),
    (
        [
            "MARISTOW BIOLOGICS INC. announced it has dosed the first patient with CG-906 at the 300 mg dose in its Phase 1 a/b trial. CG-906 is a first-in-class pan-FLT3/pan-BTK inhibitor.",
            "APX-253, the only clinical-stage molecule that directly targets MYC, is in a Phase 1b trial in patients with relapsed or refractory AML or high-risk MDS.",
        ],
        {
            "candidates": ["APX-253", "CG-906"],
            "phases": [("APX-253", "Phase 1", "ongoing"), ("CG-906", "Phase 1", "ongoing")],
            "agents": [],
            "indications": ["acute myeloid leukemia", "myelodysplastic syndrome"],
        },
    ),
    (
        [
            "In pre-clinical studies, LYR-220 was effective against MRSA infection. The Company's small molecule program, including ML-133, targets the transcription factor MTF-1."
        ],
        {
            "candidates": ["LYR-220", "ML-133"],
            "phases": [("LYR-220", "Preclinical")],
            "agents": [],
            "indications": ["mrsa infection"],
        },
    ),
    (
        [
            "GTX-2040 is being studied in a Phase II clinical trial with capecitabine in metastatic breast cancer, a Phase II trial in NSCLC with docetaxel, and a Phase I trial with high-dose Ara-C in AML."
        ],
        {
            "candidates": ["GTX-2040"],
            "phases": [("GTX-2040", "Phase 1", "ongoing"), ("GTX-2040", "Phase 2", "ongoing")],
            "agents": ["capecitabine", "docetaxel"],
            "indications": ["acute myeloid leukemia", "breast cancer", "non-small cell lung cancer"],
        },
    ),
    (
        [
            "Virulexin(R), a biological response modifier, has completed a Phase III clinical trial in patients with advanced pancreatic cancer. Virulexin has orphan drug status in the United States and is approved in Mexico for malignant melanoma."
        ],
        {
            "candidates": ["Virulexin"],
            "phases": [("Virulexin", "Approved"), ("Virulexin", "Phase 3", "completed")],
            "agents": [],
            "indications": ["melanoma", "pancreatic cancer"],
        },
    ),
    (
        [
            "The license agreement covers BLX-883 (Locteron-like), a controlled-release interferon alpha in Phase II for hepatitis C."
        ],
        {
            "candidates": ["BLX-883"],
            "phases": [("BLX-883", "Phase 2", "ongoing")],
            "indications": ["hepatitis c"],
        },
    ),
    (
        [
            "Maristow today provided an update on its MBX-40 program in cystic fibrosis. Enrolment in the Phase 2b BREATH study is 80% complete."
        ],
        {
            "candidates": ["MBX-40"],
            "phases": [("MBX-40", "Phase 2", "ongoing")],
            "agents": [],
            "indications": ["cystic fibrosis"],
        },
    ),
    (
        [
            "The company has three products: MBX-40 for asthma (Phase III), MBX-41 for COPD (Phase II) and MBX-42 for rhinitis (preclinical)."
        ],
        {
            "candidates": ["MBX-40", "MBX-41", "MBX-42"],
            "phases": [("MBX-40", "Phase 3"), ("MBX-41", "Phase 2"), ("MBX-42", "Preclinical")],
        },
    ),
]


def read(text: ReleaseText) -> dict[str, list]:
    """Read all four kinds of facts."""
    candidates = candidates_of(text)
    return {
        "candidates": sorted(candidate.name for candidate in candidates),
        "phases": sorted(
            (claim.product, claim.phase.value, *([claim.status.value] if claim.status else []))
            for claim in find_phases(text, candidates)
        ),
        "agents": sorted(fact.value for fact in find_agents(text, candidates)),
        "indications": sorted(fact.value for fact in find_indications(text, candidates)),
    }


@pytest.mark.parametrize(("paragraphs", "expected"), PASSAGES)
def test_a_passage_is_read_as_a_careful_reader_would(paragraphs, expected):
    found = read(release(*paragraphs))

    phases = expected.pop("phases", [])
    phases = expected.get("phases", [])
    assert all(found[kind] == values for kind, values in expected.items() if kind != "phases")
    if phases:
        assert {claim[:2] for claim in found["phases"]} == {claim[:2] for claim in phases}
        assert {claim for claim in phases if len(claim) > 2} <= set(found["phases"])


@pytest.mark.parametrize(
    "unit",
    [
        "Phase ",
        "Phase 1/2 and ",
        "(([[",
        "PHASE MBX TRIAL ",
        "123456 ",
        "MBX-40/",
        "MBX-40 with docetaxel ",
        "Abc(R) ",
        "A",
        "A-",
        "Ab ",
        "trial of ",
        "lung, breast and ",
        "x\n",
        "MBX-40, formerly Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! ",
        "MBX-40 aaaaaaaaaaaa aaaaaaaaaaaa aaaaaaaaaa ( ",
        "the Phase II trial of MBX-40 goes on and ",
    ],
)
def test_hostile_text_is_read_in_time_that_grows_with_its_length_alone(unit):
    def seconds(length: int) -> float:
        text = release("MBX-40 is our drug for gout. " + unit * (length // len(unit)))
        began = time.perf_counter()
        read(text)
        return time.perf_counter() - began

    short = seconds(6_000)

    assert seconds(30_000) < 5 * 3 * short + 2  # five times the length, and room for a busy machine
