"""Every measured task: ``sepadan evaluate NAME`` finds its module here."""

from __future__ import annotations

from collections.abc import Mapping

from evaluation.task import Task

TASKS: Mapping[str, Task] = {
    task.name: task
    for task in (
        Task(
            name="titles",
            module="evaluation.titles",
            describes="Job titles to KBJI unit groups, beside three baselines.",
        ),
        Task(
            name="title-detail",
            module="evaluation.title_detail",
            describes="Where titles are coded wrongly: by major group, by source, by pair, and without each part.",
        ),
        Task(
            name="title-curve",
            module="evaluation.title_curve",
            describes="How the title coder learns: trained on 1/8 to all of the coded titles (trains, takes long).",
        ),
        Task(
            name="isco-titles",
            module="evaluation.isco_titles",
            describes="A public task made by others: ISCO-08's English index titles to unit groups.",
        ),
        Task(
            name="title-speed",
            module="evaluation.title_speed",
            describes="Titles and ads coded a second, against RapidFuzz over the same titles.",
        ),
        Task(
            name="retrieval",
            module="evaluation.retrieval",
            describes="Ads for judged job seekers among all real ads, beside four baselines.",
        ),
        Task(
            name="skills",
            module="evaluation.skills",
            describes="Skills read in the texts of ads, beside a dictionary baseline.",
        ),
        Task(
            name="education",
            module="evaluation.education",
            describes="Least level, levels and fields of study in real ads, beside keywords.",
        ),
        Task(
            name="cv",
            module="evaluation.cv",
            describes="Jobs held, skills, schools and dates in invented CVs of twelve layouts, beside plain patterns.",
        ),
        Task(
            name="cv-held",
            module="evaluation.cv_held",
            describes="The same of the held-out people alone: totals, for those who mend the reader.",
        ),
        Task(
            name="experience",
            module="evaluation.experience",
            describes="Months of experience, beginners, age and sex in real ads, beside keywords.",
        ),
        Task(
            name="suggestions",
            module="evaluation.suggestions",
            describes="Jobs and skills offered while somebody types, errors and slang included, beside RapidFuzz.",
        ),
        Task(
            name="places",
            module="evaluation.places",
            describes="Place strings of real ads to region codes, beside exact look-up of names.",
        ),
        Task(
            name="pay",
            module="evaluation.pay",
            describes="Pay read in real ads and in authored phrases, beside a plain pattern.",
        ),
        Task(
            name="limits",
            module="evaluation.limits",
            describes="Shift work, night work and access for people with disabilities in real ads, beside keywords.",
        ),
        Task(
            name="inspection",
            module="evaluation.inspection",
            describes="Unlawful demands and signs of fraud in ads, by kind and by source, beside keywords.",
        ),
        Task(
            name="overseas",
            module="evaluation.overseas",
            describes="Work abroad, checks of the law on migrant workers and warnings in ads, beside keywords.",
        ),
        Task(
            name="programmes",
            module="evaluation.programmes",
            describes="Who may join which programme: verdicts and questions, beside guessing what is unknown.",
        ),
        Task(
            name="reasons",
            module="evaluation.reasons",
            describes="Whether the reasons of a match are true: words that stand there, sums, steps that come true.",
        ),
        Task(
            name="relations",
            module="evaluation.relations",
            describes="Relations in real ads that nobody labelled: study programmes, categories, ads that stand twice.",
        ),
        Task(
            name="first-jobs",
            module="evaluation.first_jobs",
            describes="Positions that ask for a study programme, found from the programme alone; coverage.",
        ),
        Task(
            name="duplicates",
            module="evaluation.duplicates",
            describes="Copies among real ads by labelled pairs, beside exact titles and exact texts; employers' names.",
        ),
        Task(
            name="duplicate-scale",
            module="evaluation.duplicate_scale",
            describes="Copies among up to a million postings: time, memory, growth, known copies found (takes long).",
        ),
        Task(
            name="nation",
            module="evaluation.nation",
            describes="A simulated nation of workers and postings: official margins, associations, cosines, speed.",
        ),
        Task(
            name="fairness",
            module="evaluation.fairness",
            describes="Whether a protected trait, or what gives it away, moves a score: each swapped in real pairs.",
        ),
        Task(
            name="learning",
            module="evaluation.learning",
            describes="Weights learnt from simulated outcomes: regret, offline value, the gate, a planted prejudice.",
        ),
        Task(
            name="speed",
            module="evaluation.speed",
            describes="Search over a million vectors: recall, latency, build and bytes, against exact search.",
        ),
        Task(
            name="answers",
            module="evaluation.answers",
            describes="Whole answers over 10 k, 100 k and a million postings: latency, memory, disk, growth.",
        ),
        Task(
            name="filters",
            module="evaluation.filters",
            describes="Filtered search over a million vectors, against exact search over what the filter allows.",
        ),
        Task(
            name="engines",
            module="evaluation.engines",
            describes="Vector engines (faiss, milvus, pgvector) beside exact NumPy; --rows vectors on one machine.",
        ),
        Task(
            name="batch",
            module="evaluation.batch",
            describes="All workers against all postings at once, beside one search at a time: speed, bytes, machines.",
        ),
        Task(
            name="peers",
            module="evaluation.peers.task",
            describes="Sepadan beside what a user would pick instead: quality, speed, memory, set-up (make bench).",
        ),
        Task(
            name="industry",
            module="evaluation.industry",
            describes="Employers to KBLI divisions, beside likeness to official titles and the commonest division.",
        ),
        Task(
            name="congestion",
            module="evaluation.congestion",
            describes="People who find a job when recommendations heed how many others get the same, in made markets.",
        ),
        Task(
            name="forecast",
            module="evaluation.forecast",
            describes="Monthly figures ahead on public series and Karirhub's, beside each method: error, cover, sums.",
        ),
        Task(
            name="market",
            module="evaluation.labour_market",
            describes="Rising skills without false ones, withheld cells nobody works out, intervals that hold.",
        ),
        Task(
            name="courses",
            module="evaluation.courses",
            describes="Recommended courses and paths: claims recomputed, beside likeness of text; rules; latency.",
        ),
        Task(
            name="plans",
            module="evaluation.plans",
            describes="Plans of training centres: time, gap, against every plan and greedy ones, conflicts explained.",
        ),
        Task(
            name="api",
            module="evaluation.api_contract",
            describes="A real server held to its OpenAPI document by schemathesis, all checks (takes long).",
        ),
        Task(
            name="capacity",
            module="evaluation.capacity",
            describes="The formulas of sepadan capacity at three sizes, each foretold by the others (--rows: largest).",
        ),
        Task(
            name="load",
            module="evaluation.load",
            describes="A real server under load: throughput, latency, twice too much, an hour's soak (takes long).",
        ),
        Task(
            name="faults",
            module="evaluation.faults",
            describes="Kills, flipped bits, full disks, power cuts: what is lost or answered wrongly (takes long).",
        ),
        Task(
            name="authorisation",
            module="evaluation.authorisation",
            describes="Each route, role and kind of people on a real server: who is let in, and what leaks.",
        ),
        Task(
            name="fuzz",
            module="evaluation.fuzzing",
            describes="Readers and normalisers under libFuzzer: crashes, seconds in all (adds to the kept corpora).",
        ),
        Task(
            name="erasure",
            module="evaluation.erasure",
            describes="Every byte of home, log and backups searched for people who were erased (starts servers).",
        ),
    )
}
"""Every task by name."""
