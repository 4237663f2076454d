"""Pages, files and words around the widget; no browser needed."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.web import assets, pack
from bot.web.page_texts import LENDER, PAGE
from bot.web.pages import routes


@dataclass(frozen=True)
class Given:
    demo: bool
    telegram: bool = False


def client(demo: bool = True) -> TestClient:
    return TestClient(Starlette(routes=routes(Given(demo))))


def strings() -> dict[str, dict[str, str]]:
    """`STRINGS` of strings.js, read as it is written: one `key: "text"` after another in each language."""
    source = (assets.STATIC / "chat" / "strings.js").read_text(encoding="utf-8")
    found = {}
    for language in ("en", "zh"):
        block = re.search(rf"^  {language}: {{\n(.*?)^  }},", source, re.S | re.M)
        assert block
        found[language] = dict(re.findall(r'^    (\w+):\s+"((?:[^"\\]|\\.)*)",$', block[1], re.M))
        assert len(found[language]) == len(re.findall(r"^    \w+:", block[1], re.M))
    return found


def holders(text: str) -> list[str]:
    return sorted(re.findall(r"{(\w+)}", text))


def test_every_word_of_the_widget_exists_in_both_languages_with_the_same_placeholders() -> None:
    both = strings()
    assert list(both["en"]) == list(both["zh"])
    assert len(both["en"]) > 40
    for key, english in both["en"].items():
        assert holders(english) == holders(both["zh"][key]), key
        assert both["zh"][key].strip(), key
        if key not in ("otherLanguage", "askLanguage"):
            assert re.search(r"[\u4e00-\u9fff]", both["zh"][key]), key
            assert not re.search(r"[\u4e00-\u9fff]", english), key


def test_every_key_that_the_widget_says_exists_and_every_key_is_said() -> None:
    sources = [
        path.read_text(encoding="utf-8") for path in (assets.STATIC / "chat").glob("*.js") if path.name != "strings.js"
    ]
    code = "\n".join(sources)
    said = set(re.findall(r'say\([\w.()]+, "(\w+)"', code))
    said |= {key for pair in re.findall(r'say\([\w.()]+, \w+ (?:===|\?) .*?"(\w+)" : "(\w+)"', code) for key in pair}
    known = set(strings()["en"])
    assert said <= known
    quoted = set(re.findall(r'"(\w+)"', code))
    assert known - quoted <= {"bot", "person", "system", "borrower"}


def test_every_word_of_the_pages_exists_in_both_languages() -> None:
    assert not set(PAGE) & set(LENDER)
    for key, both in {**PAGE, **LENDER}.items():
        assert both.en.strip() and both.zh.strip(), key
        assert holders(both.en) == holders(both.zh), key


def test_the_index_is_the_demo_lender_only_in_the_demo() -> None:
    assert "Harbour Lending" in client(demo=True).get("/").text
    plain = client(demo=False).get("/").text
    assert "Harbour" not in plain
    assert "/demo/" not in plain
    assert '<script async src="/widget.js"' in plain


@pytest.mark.parametrize(
    ("query", "header", "lang"),
    [
        ("", "", "en"),
        ("", "zh-CN,zh;q=0.9,en;q=0.5", "zh-Hans"),
        ("", "fr,en;q=0.8,zh;q=0.5", "en"),
        ("", "fr", "en"),
        ("?lang=zh", "en", "zh-Hans"),
        ("?lang=en", "zh-CN", "en"),
        ("?lang=%22%3E%3Cscript%3E", "", "en"),
    ],
)
def test_a_page_speaks_the_language_asked_for(query: str, header: str, lang: str) -> None:
    page = client().get("/" + query, headers={"accept-language": header})
    assert f'<html lang="{lang}">' in page.text
    assert f'data-language="{lang[:2]}"' in page.text


@pytest.mark.parametrize("path", ["/?lang=en", "/?lang=zh", "/chat?lang=en"])
@pytest.mark.parametrize("demo", [True, False])
def test_no_page_has_inline_style_or_script(path: str, demo: bool) -> None:
    html = client(demo).get(path).text
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_no_title_mentions_a_debt_or_a_sum() -> None:
    for path in ("/", "/chat"):
        for lang in ("en", "zh"):
            title = re.search(r"<title>(.*?)</title>", client().get(f"{path}?lang={lang}").text)
            assert title and title[1]
            assert not re.search(r"debt|owe|overdue|arrears|loan|\d|欠|逾期|债|催", title[1], re.I)


def test_the_launcher_is_kept_for_minutes_and_loads_everything_else_from_its_own_release() -> None:
    browser = client()
    launcher = browser.get("/widget.js")
    assert launcher.headers["content-type"] == "text/javascript; charset=utf-8"
    assert launcher.headers["cache-control"] == "public, max-age=300"
    folder = re.search(r'"(static/[0-9a-f]{12}/)"', launcher.text)
    assert folder
    for name in ("chat.js", "chat.css", "launcher.css"):
        answer = browser.get("/" + folder[1] + name)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


def test_a_file_of_an_earlier_release_is_answered_with_the_present_one_and_not_kept() -> None:
    answer = client().get("/static/000000000000/chat.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"


def test_a_file_that_has_not_changed_is_not_sent_again() -> None:
    browser = client()
    first = browser.get("/static/chat.css")
    again = browser.get("/static/chat.css", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    other = browser.get("/static/chat.css", headers={"if-none-match": '"another"'})
    assert other.status_code == 200


def test_a_browser_that_takes_gzip_gets_it_and_another_does_not() -> None:
    browser = client()
    packed = browser.get("/static/chat.js", headers={"accept-encoding": "gzip"})
    plain = browser.get("/static/chat.js", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/nothing.js",
        "/static/../assets.py",
        "/static/%2e%2e/assets.py",
        "/static/widget.js",
        "/static/x/main.js",
    ],
)
def test_nothing_but_the_static_files_can_be_had(path: str) -> None:
    assert client().get(path).status_code == 404


def test_packing_keeps_strings_and_expressions_and_drops_comments_and_spaces() -> None:
    source = """
    /* a comment */
    const a = "two  spaces // no comment"; // gone
    let b = text.replace(/[^/]\\s+\\/ "x/g, ' ');
    return a +  +b in c;
    if (a) { f(a, [b,],); }
    """
    assert pack.script(source) == (
        'const a="two  spaces // no comment";let b=text.replace(/[^/]\\s+\\/ "x/g,\' \');return a+ +b in c;if(a){f(a,[b])}'
    )


def test_packing_refuses_a_template_string() -> None:
    with pytest.raises(ValueError, match="template strings"):
        pack.script("const a = `x ${b}  y`;")


def test_packing_refuses_two_modules_with_the_same_name_at_their_top(tmp_path) -> None:
    (tmp_path / "one.js").write_text("export const LIMIT = 1;\n")
    (tmp_path / "two.js").write_text('import { LIMIT as other } from "./one.js";\nconst LIMIT = 2;\n')
    with pytest.raises(ValueError, match=r"'LIMIT' stands in one\.js and in two\.js"):
        pack.bundle(tmp_path, "two.js")


def test_a_module_comes_after_those_that_it_needs(tmp_path) -> None:
    (tmp_path / "main.js").write_text('import { a } from "./a.js";\nimport { b } from "./b.js";\na(b);\n')
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = () => b;\n')
    (tmp_path / "b.js").write_text("export const b = 1;\n")
    assert pack.bundle(tmp_path, "main.js").splitlines() == ["const b=1;", "const a=()=>b;", "a(b);"]


def test_the_sources_keep_to_the_language_of_2018() -> None:
    """Cheap phones run old browsers: no `?.`, no `??`, no optional catch binding, no private fields."""
    for path in [assets.STATIC / "widget.js", *(assets.STATIC / "chat").glob("*.js")]:
        code = re.sub(r'"(?:\\.|[^"\\\n])*"', '""', path.read_text(encoding="utf-8"))
        assert not re.search(
            r"\?\.[\w([]|\?\?|catch\s*{|#\w+\s*[=(;]|\.(?:flat|flatMap|fromEntries|at|replaceAll)\(", code
        ), path
