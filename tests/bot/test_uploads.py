"""Files: their type is read from their content, and they lie where nothing is served from."""

from __future__ import annotations

import pytest

from bot.uploads import shown_name, type_of
from relief.cases import open_case
from tests.bot.conftest import NOW, Gateway, Talk
from tests.bot.standin import StandIn
from words import gateway as words

JPEG = b"\xff\xd8\xff\xe0" + b"0" * 100
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 " + b"0" * 100
HEIC = b"\x00\x00\x00\x18ftypheic" + b"0" * 100
PDF = b"%PDF-1.7\n" + b"0" * 100


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(JPEG, "image/jpeg"), (PNG, "image/png"), (WEBP, "image/webp"), (HEIC, "image/heic"), (PDF, "application/pdf")],
)
def test_photos_and_pdf_files_are_taken_whatever_they_are_called(
    content: bytes, media_type: str, gateway: Gateway, talk: Talk
) -> None:
    response = talk.upload(content, "anything.exe")
    assert response.status_code == 200, response.text
    assert response.json()["messages"][0]["text"] == words.text("file_kept", "en")
    (line,) = [line for line in talk.history(1) if line["from"] == "borrower"]
    (file,) = line["files"]
    assert file["type"] == media_type
    got = talk.http.get(file["url"], headers=talk.headers)
    assert got.content == content and got.headers["content-type"] == media_type
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert got.headers["x-content-type-options"] == "nosniff"
    (path,) = gateway.settings.uploads.iterdir()
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\x00", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"GIF89a", b"PK\x03\x04", b"hello"],
)
def test_other_files_are_refused_in_words_whatever_they_are_called(
    content: bytes, gateway: Gateway, talk: Talk
) -> None:
    response = talk.upload(content, "photo.jpg")
    assert response.status_code == 415
    assert response.json()["type"] == "/problems/unsupported-file"
    assert response.json()["detail"] == words.text("file_type", "en")
    assert not gateway.settings.uploads.exists() and talk.history(1) == []


@pytest.mark.parametrize("size", [200_001, 300_000, 2_000_000])
def test_a_file_above_the_limit_is_refused_in_words(size: int, gateway: Gateway, rasa: StandIn) -> None:
    talk = gateway.open("zh")
    response = talk.upload(JPEG + b"0" * (size - len(JPEG)))
    assert response.status_code == 413
    assert response.json()["type"] == "/problems/file-too-large" and response.json()["detail"].startswith(
        "这个文件太大了"
    )


def test_a_file_at_the_limit_is_taken(talk: Talk) -> None:
    assert talk.upload(JPEG + b"0" * (200_000 - len(JPEG))).status_code == 200


def test_a_text_that_comes_with_a_file_is_answered_too(talk: Talk, rasa: StandIn) -> None:
    first, second = talk.upload(PDF, "slip.pdf", text="my pay slip").json()["messages"]
    assert first["text"] == words.text("file_kept_waiting", "en") and second["text"] == "You said: my pay slip"


def test_a_file_opens_a_case_for_a_person(gateway: Gateway, talk: Talk) -> None:
    talk.upload(PDF, "slip.pdf")
    (case,) = gateway.store(lambda uow: uow.cases.of_conversation(talk.id))
    assert case.kind == "documents"
    (upload,) = gateway.store(lambda uow: uow.uploads.of_conversation(talk.id))
    assert upload.case_id == case.id and upload.name == "slip.pdf" and upload.size == len(PDF)


@pytest.mark.parametrize(("language", "words_of"), [("en", "it's with {}"), ("zh", "放进{}")])
def test_a_file_goes_to_the_case_that_is_open(gateway: Gateway, language: str, words_of: str) -> None:
    talk = gateway.open(language)
    case = gateway.store(
        lambda uow: open_case(uow, "dispute", idempotency_key=language, now=NOW, conversation_id=talk.id)
    )
    answer = talk.upload(JPEG, "receipt.jpg").json()
    assert words_of.format(case.number) in answer["messages"][0]["text"]
    (upload,) = gateway.store(lambda uow: uow.uploads.of_case(case.id))
    (note,) = gateway.store(lambda uow: uow.cases.notes(case.id))
    actions = [line.action for line in gateway.store(lambda uow: uow.audit.about(case.id))]
    assert upload.name == "receipt.jpg" and "receipt.jpg" in note.text and "file_received" in actions


def test_several_papers_are_one_case_for_a_person(gateway: Gateway, talk: Talk) -> None:
    for at, content in enumerate((PDF, JPEG, PNG)):
        talk.upload(content, "paper", message_id=f"f{at}")
    (case,) = gateway.store(lambda uow: uow.cases.of_conversation(talk.id))
    assert len(gateway.store(lambda uow: uow.uploads.of_case(case.id))) == 3


def test_a_file_never_lands_in_the_case_of_somebody_in_a_crisis(gateway: Gateway, talk: Talk) -> None:
    talk.say("I want to end my life")
    talk.upload(PDF, "letter.pdf")
    kinds = {case.kind for case in gateway.store(lambda uow: uow.cases.of_conversation(talk.id))}
    assert kinds == {"crisis", "documents"}


def test_the_same_file_twice_under_one_id_is_one_message_and_one_file(gateway: Gateway, talk: Talk) -> None:
    assert talk.upload(PDF).json() == talk.upload(PDF).json()
    assert len(list(gateway.settings.uploads.iterdir())) == 1


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"data": {"id": "1"}}, "file"),
        ({"files": {"file": ("a.jpg", JPEG)}}, "id"),
        ({"data": {"id": "1"}, "files": {"file": ("a.jpg", b"")}}, "file"),
    ],
)
def test_a_form_that_lacks_something_is_told_what(form: dict[str, object], field: str, talk: Talk) -> None:
    if "files" not in form:
        form = {**form, "files": {"other": (None, "x")}}
    response = talk.http.post(f"{talk.path}/messages", headers=talk.headers, **form)  # type: ignore[arg-type]
    assert response.status_code == 400 and response.json()["field"] == field


def test_a_broken_form_is_a_400(talk: Talk) -> None:
    for raw, kind in ((b"--x\r\nnonsense", "multipart/form-data; boundary=x"), (b"abc", "multipart/form-data")):
        assert talk.raw(raw, kind).status_code == 400


def test_a_file_belongs_to_its_conversation(gateway: Gateway, talk: Talk) -> None:
    talk.upload(PDF)
    url = talk.history(1)[0]["files"][0]["url"]
    other = gateway.open()
    assert talk.http.get(url).status_code == 401
    assert talk.http.get(url, headers=other.headers).status_code == 401
    assert talk.http.get(url.replace(talk.id, other.id), headers=other.headers).status_code == 404
    assert talk.http.get(f"{talk.path}/files/..%2Fkeys%2Fserver.key", headers=talk.headers).status_code == 404


@pytest.mark.parametrize(
    ("name", "media_type", "shown"),
    [
        ("slip.pdf", "application/pdf", "slip.pdf"),
        ("../../etc/passwd", "image/png", "passwd.png"),
        ("C:\\Users\\me\\photo.JPG", "image/jpeg", "photo.jpg"),
        ("scan.jpeg", "image/jpeg", "scan.jpg"),
        ("工资单.pdf", "application/pdf", "工资单.pdf"),
        ("evil.pdf\u202egpj.exe", "image/jpeg", "evil.pdf gpj.exe.jpg"),
        ("a\r\nSet-Cookie: x", "image/png", "a Set-Cookie x.png"),
        ("", "image/png", "file.png"),
        (None, "application/pdf", "file.pdf"),
        ("x" * 500, "image/png", "x" * 120 + ".png"),
    ],
)
def test_a_shown_name_is_harmless(name: str | None, media_type: str, shown: str) -> None:
    assert shown_name(name, media_type) == shown


def test_a_type_is_read_from_the_first_bytes_only_when_they_are_right() -> None:
    assert type_of(b"") is None
    assert type_of(b" %PDF-1.7") is None
    assert type_of(b"RIFF\x10\x00\x00\x00WAVE") is None
    assert type_of(b"\x00\x00\x00\x18ftypmp42") is None
