"""Each way of spoiling the content, and the sentence the officer is told."""

from datetime import date

import pytest

from handbook_api.content_store import Problem, check

OLD = "documents/24-qd-tw-2021.toml"
NEW = "documents/294-qd-tw-2025.toml"
SUMMARY = "documents/294-qd-tw-2025.md"
SYNONYMS = "glossary/synonyms.csv"
ABBREVIATIONS = "glossary/abbreviations.csv"


def only_problem(folder, **options):
    problems = check(folder.path, **options)
    assert len(problems) == 1, problems
    return problems[0]


def test_a_sound_folder_has_no_problems(folder):
    assert check(folder.path) == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "says"),
    [
        (OLD, '"regulation"', '"law-like"', "kind", "“law-like” không có trong danh sách"),
        (OLD, 'title = "Quy định thi hành Điều lệ Đảng"\n', "", "", "thiếu mục “title”"),
        (OLD, "audience", "signer = 'x'\naudience", "", "có mục lạ “signer”"),
        (OLD, "2021-07-30", '"2021-07-30"', "issued_on", "phải là ngày, viết như 2026-01-31"),
        (OLD, "2021-07-30", "2021-07-30T10:00:00", "issued_on", "phải là ngày"),
        (OLD, '"dieu-le"', "", "topics", "cần ít nhất 1 mục"),
        (OLD, '["dieu-le"]', '["dieu-le", "dieu-le"]', "topics", "lặp lại"),
        (OLD, '"bchtw"', '"BCHTW"', "issuer", "chữ thường không dấu"),
        (OLD, "https://", "", "sources[1].url", "bắt đầu bằng http:// hoặc https://"),
        (OLD, "url =", "note =", "sources[1]", "đúng một trong hai mục: url hoặc reference"),
        (OLD, '"Quy định thi hành Điều lệ Đảng"', '"Quy"', "title", "quá ngắn"),
        (NEW, "true\nsince", '"có"\nsince', "relations[1].certain", "phải là true hoặc false"),
        (NEW, "term = 13", "term = 0", "plenums[1].term", "số phải từ 1 trở lên"),
        (NEW, "ordinal = 11", "ordinal = 99", "plenums[1].ordinal", "số không được quá 30"),
        (NEW, 'issued_in = "1997"', 'issued_in = "97"', "mentions[1].issued_in", "viết năm"),
        ("issuers.toml", '"central"', '"trung ương"', "issuers[1].level", "chọn một trong"),
        (ABBREVIATIONS, "CB,cán bộ", "CB,cb", "dòng 2, cột long", "quá ngắn"),
        ("messages/vi.toml", '"Quy định"', "1", "labels.kind.regulation", "chữ trong ngoặc kép"),
    ],
)
def test_a_file_that_breaks_its_schema_is_explained(folder, name, old, new, place, says):
    folder.replace(name, old, new)

    problem = only_problem(folder)

    assert (problem.file, problem.place) == (name, place)
    assert says in problem.message


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "says"),
    [
        (OLD, 'issuer = "bchtw"', 'issuer = "bct"', "issuer", "không có cơ quan nào mang mã “bct”"),
        (OLD, '["dieu-le"]', '["dang-phi"]', "topics", "không có chủ đề nào mang mã “dang-phi”"),
        (NEW, '"24-qd-tw-2021"', '"25-qd-tw"', "relations[1]", "không có văn bản “25-qd-tw”"),
        (OLD, 'source = "S1"\nas_of', 'source = "S9"\nas_of', "source", "không có nguồn nào"),
        (NEW, 'effective_source = "S1"', 'effective_source = "S7"', "effective_source", "“S7”"),
        (NEW, 'source = "S2"', 'source = "S3"', "status.source", "thêm vào [[sources]]"),
        (NEW, 'id = "S2"', 'id = "S1"', "sources", "mã nguồn “S1” dùng hai lần"),
        ("issuers.toml", '["bchtw"]', '["x"]', "issuers[2].successors", "“x” không phải mã"),
        ("issuers.toml", '["bchtw"]', '["btgtw"]', "issuers[2].successors", "cơ quan khác"),
    ],
)
def test_a_reference_must_lead_somewhere(folder, name, old, new, place, says):
    folder.replace(name, old, new)

    assert any(
        (problem.file, problem.place) == (name, place) and says in problem.message
        for problem in check(folder.path)
    )


def test_a_document_cannot_replace_itself(folder):
    folder.replace(NEW, 'target = "24-qd-tw-2021"', 'target = "294-qd-tw-2025"')

    messages = {problem.message for problem in check(folder.path)}

    assert "văn bản không thể có quan hệ với chính nó; hãy sửa target" in messages


def test_replacements_cannot_run_in_a_circle(folder):
    back = '[[relations]]\nkind = "replaces"\ntarget = "294-qd-tw-2025"\ncertain = false\n'
    folder.append(OLD, f'\n{back}source = "S1"\n')

    circles = [problem for problem in check(folder.path) if "đi vòng" in problem.message]

    assert [problem.file for problem in circles] == [OLD, NEW]


def test_a_relation_is_written_once(folder):
    again = '[[relations]]\nkind = "replaces"\ntarget = "24-qd-tw-2021"\ncertain = true\n'
    folder.append(NEW, f'\n{again}source = "S1"\n')

    assert "đã ghi ở trên" in only_problem(folder).message


def test_the_same_paper_twice_is_found(folder):
    text = (folder.path / OLD).read_text(encoding="utf-8").replace("24-QĐ/TW", "24-qđ/tw")
    folder.write("documents/24-qd-tw-2.toml", text)

    problem = only_problem(folder)

    assert problem.file == OLD
    assert "trùng số hiệu, cơ quan và ngày với documents/24-qd-tw-2.toml" in problem.message


def test_the_same_symbol_of_another_term_is_another_paper(folder):
    text = (folder.path / OLD).read_text(encoding="utf-8").replace("2021-07-30", "2026-03-30")
    folder.write("documents/24-qd-tw-2026.toml", text)

    assert check(folder.path) == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "says"),
    [
        (OLD, "2021-07-30", "1921-07-30", "issued_on", "trước ngày thành lập Đảng"),
        (OLD, "2021-07-30", '2021-07-30\nissued_in = "2021"', "issued_in", "chỉ giữ một"),
        (NEW, "2025-07-01\neffective", "2024-07-01\neffective", "effective_on", "quá xa"),
        (NEW, 'effective_source = "S1"\n', "", "effective_on", "phải đi cùng nhau"),
        (NEW, "2025-12-01", "2025-01-01", "status.as_of", "trước ngày ban hành"),
        (NEW, "since = 2025-07-01", "since = 2020-01-01", "relations[1]", "ngày since trước"),
        (NEW, "since = 2025-07-01", "since = 2022-01-01", "relations[1]", "quá xa"),
        (OLD, "issued_on = 2021-07-30", "issued_on = 2025-06-30", "relations[1]", "cũ hơn"),
    ],
)
def test_impossible_dates_are_found(folder, name, old, new, place, says):
    folder.replace(name, old, new)

    assert any(p.place == place and says in p.message for p in check(folder.path))


def test_a_body_may_have_issued_papers_until_it_closed(folder):
    folder.replace(OLD, 'issuer = "bchtw"', 'issuer = "btgtw"')

    assert check(folder.path) == ()


def test_a_closed_body_issues_nothing_more(folder):
    folder.replace(OLD, 'issuer = "bchtw"', 'issuer = "btgtw"')
    folder.replace("issuers.toml", 'closed_in = "2025"', "closed_on = 2020-05-01")

    problem = only_problem(folder)

    assert (problem.file, problem.place) == (OLD, "issuer")
    assert "đã kết thúc hoạt động năm 2020" in problem.message


def test_a_day_that_has_not_come_cannot_be_vouched_for(folder):
    folder.replace(
        OLD, 'source = "S1"\nas_of = 2026-11-21\n\n', 'source = "S1"\nas_of = 2026-11-30\n\n'
    )

    problem = only_problem(folder, today=date(2026, 11, 25))

    assert (problem.place, problem.message) == ("as_of", "ngày 30/11/2026 ở tương lai; hãy xem lại")
    assert check(folder.path) == ()


def test_a_replaced_paper_cannot_be_said_to_be_in_force(folder):
    folder.replace(OLD, 'claim = "replaced"', 'claim = "in_force"')

    assert only_problem(folder) == Problem(
        OLD,
        "status.claim",
        "ghi là còn hiệu lực nhưng 294-qd-tw-2025 đã thay thế; hãy sửa claim",
    )


def test_a_doubtful_replacement_leaves_the_claim_open(folder):
    folder.replace(OLD, 'claim = "replaced"', 'claim = "in_force"')
    folder.replace(NEW, "certain = true\nsince", "certain = false\nsince")

    assert check(folder.path) == ()


def test_replaced_by_nobody_needs_a_word_of_explanation(folder):
    folder.replace(NEW, 'kind = "replaces"', 'kind = "related"')
    assert check(folder.path) == ()

    folder.replace(OLD, 'note = "Đã được Quy định 294-QĐ/TW thay thế."\n', "")

    assert "không rõ bởi văn bản nào" in only_problem(folder).message


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("documents/Quy định 24.toml", "chữ thường không dấu"),
        ("documents/quy-dinh-24-2021.toml", "phải bắt đầu bằng số hiệu: “24-qd-tw…”"),
        ("documents/24-qd-tw-2020.toml", "năm 2020 ở tên tệp khác năm ban hành"),
    ],
)
def test_a_file_name_says_which_paper_it_is(folder, wrong, says):
    (folder.path / OLD).rename(folder.path / wrong)

    assert any(p.file == wrong and says in p.message for p in check(folder.path))


def test_stray_files_among_the_documents_are_named(folder):
    folder.write("documents/99-qd-tw-2020.md", "Bản tóm tắt lạc\n")
    folder.write("documents/24.docx", "tệp lạ")

    assert [(p.file, p.message) for p in check(folder.path)] == [
        ("documents/24.docx", "tệp lạ; thư mục này chỉ có tệp .toml và .md"),
        (
            "documents/99-qd-tw-2020.md",
            "bản tóm tắt không có tệp 99-qd-tw-2020.toml đi cùng",
        ),
    ]


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("## Con số chính", "## Những con số", "", "đúng bốn đề mục theo thứ tự"),
        ("## Văn bản này để làm gì", "Lời đầu\n\n## Văn bản này để làm gì", "", "bốn đề mục"),
        ("chính thức [S1]", "chính thức", "dòng 11", "có con số mà chưa ghi nguồn"),
        ("chính thức [S1]", "chính thức [S8]", "dòng 11", "không có nguồn “S8”"),
        ("Đọc kỹ", "Đọc kỹ " * 120, "", "hãy viết trong khoảng 120 đến 350 tiếng"),
        ("Văn bản nói rõ cách thi hành từng điều của Điều lệ Đảng. " * 9, "", "", "tiếng"),
    ],
)
def test_a_summary_keeps_its_form_and_its_sources(folder, old, new, place, says):
    folder.replace(SUMMARY, old, new)

    problem = only_problem(folder)

    assert (problem.file, problem.place) == (SUMMARY, place)
    assert says in problem.message


def test_the_summary_of_a_replaced_paper_says_so_first(folder):
    (folder.path / SUMMARY).rename(folder.path / OLD.replace(".toml", ".md"))

    problem = only_problem(folder)

    assert problem.file == OLD.replace(".toml", ".md")
    assert "phải nói rõ điều đó ngay ở phần đầu" in problem.message


@pytest.mark.parametrize(
    ("name", "row", "says"),
    [
        (SYNONYMS, "Họp chi bộ,sinh hoạt chi bộ,", "trùng với dòng 2"),
        (ABBREVIATIONS, "CB,cán bộ,", "trùng với dòng 2"),
        (SYNONYMS, "hoà giải,hòa giải,", "hai cột giống nhau"),
        (SYNONYMS, "đảng viên,đảng viên chính thức,", "“đảng viên” quá chung"),
        (SYNONYMS, "họp,sinh hoạt đảng,", "“họp” quá chung"),
    ],
)
def test_word_lists_hold_nothing_twice_and_nothing_too_broad(folder, name, row, says):
    folder.append(name, f"{row}\n")

    problem = only_problem(folder)

    assert problem.file == name
    assert problem.place == f"dòng {len((folder.path / name).read_text().splitlines())}"
    assert says in problem.message


def test_every_language_says_the_same_things(folder):
    folder.replace("messages/en.toml", '"kind.regulation"', '"kind.rule"')

    assert [(p.file, p.place) for p in check(folder.path)] == [
        ("messages/en.toml", "labels.kind.regulation"),
        ("messages/vi.toml", "labels.kind.rule"),
    ]


def test_every_language_names_the_same_facts(folder):
    folder.replace("messages/en.toml", "{file}", "{path}")

    assert "chỗ điền trong ngoặc nhọn" in only_problem(folder).message


@pytest.mark.parametrize(
    ("body", "place", "says"),
    [
        ("\ufeffđúng".encode(), "", "dấu BOM"),
        ("Điều 1\r\nĐiều 2\n".encode(), "", "CRLF"),
        (b"\xd0\xe1\xfe", "", "không phải UTF-8"),
        ("một\nĐiê\u0300u lệ\n".encode(), "dòng 2", "chữ có dấu rời"),
        ("Ðảng\n".encode(), "dòng 1", "ký tự lạ U+00D0"),
        ("hai\u00a0tiếng\n".encode(), "dòng 1", "ký tự lạ U+00A0"),
        ("dấu\u200bẩn\n".encode(), "dòng 1", "ký tự lạ U+200B"),
    ],
)
def test_odd_characters_are_found_where_they_stand(folder, body, place, says):
    (folder.path / "glossary" / "ghi-chu.md").write_bytes(body)

    problem = only_problem(folder)

    assert (problem.file, problem.place) == ("glossary/ghi-chu.md", place)
    assert says in problem.message


def test_a_summary_in_an_old_encoding_does_not_stop_the_check(folder):
    (folder.path / SUMMARY).write_bytes(b"\xd0\xe1\xfe")

    assert "không phải UTF-8" in only_problem(folder).message


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (OLD, "kind = \n", "TOML viết sai"),
        ("issuers.toml", "[[issuers", "TOML viết sai"),
        (SYNONYMS, 'said,written,note\n"họp chi bộ,sinh hoạt chi bộ,\n', "CSV viết sai"),
        (SYNONYMS, "said;written;note\n", "dòng đầu phải là đúng: said,written,note"),
        ("_schemas/topics.schema.json", "{", "JSON viết sai"),
    ],
)
def test_one_broken_file_does_not_hide_the_faults_of_another(folder, name, text, says):
    folder.write(name, text)
    folder.append(ABBREVIATIONS, "CB,cán bộ,\n")

    found = {(p.file, p.message) for p in check(folder.path)}

    assert any(file == name and says in message for file, message in found)
    assert (ABBREVIATIONS, "trùng với dòng 2; hãy bỏ một dòng") in found


def test_missing_lists_are_problems_not_crashes(folder):
    (folder.path / "issuers.toml").unlink()

    assert only_problem(folder) == Problem(
        "issuers.toml", "", "thiếu tệp này trong thư mục nội dung"
    )


def test_problems_come_in_reading_order(folder):
    rows = "".join(f"cách nói {n},văn bản {n},\n" for n in range(8))
    folder.append(SYNONYMS, f"{rows}họp chi bộ,sinh hoạt chi bộ,\ncách nói 7,văn bản 7,\n")

    assert [problem.place for problem in check(folder.path)] == ["dòng 11", "dòng 12"]
