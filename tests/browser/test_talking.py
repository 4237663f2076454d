"""What is said and shown in the widget."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import Chat
from tests.browser.standin import Standin

pytestmark = pytest.mark.browser


def test_a_line_and_its_answer_stand_once_and_in_order(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("hello there")
    chat.ask("two answers please")
    expect(chat.lines).to_have_count(6)
    assert chat.texts()[1:] == [
        "hello there",
        "I see: hello there",
        "two answers please",
        "First answer.",
        "Second answer.",
    ]


def test_lines_follow_the_sequence_number_and_not_the_order_in_which_they_came(page: Page, standin: Standin) -> None:
    standin.delay_s = 0.6
    chat = Chat(page, standin.url).open("/")
    chat.say("first")
    chat.say("second")
    expect(chat.lines).to_have_count(5)
    expect(page.locator(".pending")).to_have_count(0)
    numbers = [int(line.get_attribute("data-seq") or 0) for line in chat.lines.all()]
    assert numbers == sorted(numbers)
    assert chat.texts()[1:] == ["first", "I see: first", "second", "I see: second"]


def test_markup_in_a_line_is_shown_as_it_was_written(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("<img src=x onerror=alert(1)> & <b>bold</b>")
    assert chat.texts()[1] == "<img src=x onerror=alert(1)> & <b>bold</b>"
    expect(chat.log.locator("img, b")).to_have_count(0)


def test_shift_enter_makes_a_new_line_and_enter_sends(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.input.fill("one")
    chat.input.press("Shift+Enter")
    chat.input.type("more")
    assert standin.posts == []
    chat.input.press("Enter")
    expect(chat.lines).to_have_count(3)
    assert standin.posts[0]["text"] == "one\nmore"


def test_enter_that_ends_an_input_method_s_word_sends_nothing(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/?lang=zh")
    chat.input.fill("欠款")
    chat.input.evaluate(
        "e => e.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))"
    )
    page.wait_for_timeout(200)
    assert standin.posts == []
    expect(chat.input).to_have_value("欠款")


def test_a_pressed_button_becomes_a_line_and_its_group_is_closed_with_the_choice_named(
    page: Page, standin: Standin
) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.button("Check my balance").click()
    expect(page.locator(".card")).to_be_visible()
    assert list(standin.posts[0]) == ["id", "button"]
    assert chat.texts()[1] == "Check my balance"
    group = page.get_by_role("group", name="Choices").first
    expect(group.locator("button[aria-disabled=true][tabindex='-1']")).to_have_count(3)
    expect(group.locator(".vh")).to_have_text("You chose “Check my balance”.")
    group.locator("button").nth(1).click(force=True)
    page.wait_for_timeout(200)
    assert len(standin.posts) == 1


def test_typing_the_words_of_a_button_is_the_same_choice(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("check my BALANCE")
    group = page.get_by_role("group", name="Choices").first
    expect(group.locator(".vh")).to_have_text("You chose “Check my balance”.")


def test_a_choice_is_still_closed_after_a_reload(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.button("I can't pay").click()
    chat.button("Choose this").click()
    expect(chat.lines).to_have_count(5)
    page.reload()
    expect(chat.lines).to_have_count(5)
    expect(page.locator(".card .main[aria-disabled=true]")).to_have_count(1)
    expect(page.locator(".card .main:not([aria-disabled])")).to_have_count(1)
    expect(page.locator(".choice[aria-disabled=true]")).to_have_count(3)


def test_an_offer_card_shows_rows_schedule_total_reasons_end_and_one_button(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("I can't pay this month")
    offer = page.locator("[data-kind=offer]").first
    assert offer.locator("h3").inner_text() == "Pay the arrears in 4 instalments"
    assert offer.locator("dt").all_inner_texts() == ["Each instalment", "First payment", "Penalty", "Total"]
    assert offer.locator("dd").last.inner_text() == "CNY 2,200.32"
    assert offer.locator("tbody tr").first.inner_text().split("\t") == ["25 Dec 2026", "CNY 550.08"]
    expect(offer.locator("li")).to_have_text(["You are paid weekly and have most left at the end of the month"])
    expect(offer.locator(".fine")).to_have_text("Open until 30 Nov 2026")
    expect(offer.get_by_role("button")).to_have_text(["Choose this"])


def test_a_short_schedule_is_open_and_a_long_one_is_folded(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("I can't pay this month")
    folded = page.locator("[data-kind=offer] details").evaluate_all("all => all.map(one => one.open)")
    assert folded == [True, False]
    page.locator("summary").last.click()
    expect(page.locator("[data-kind=offer]").last.locator("tbody tr")).to_have_count(6)


def test_amounts_and_dates_of_a_card_are_written_as_chinese_does(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/?lang=zh")
    chat.ask("这个月还不上")
    offer = page.locator("[data-kind=offer]").first
    assert offer.locator("dd").last.inner_text() == "2,200.32元"
    assert offer.locator("tbody tr").first.inner_text().split("\t") == ["2026年12月25日", "550.08元"]


def test_a_due_date_is_the_same_day_in_every_time_zone(open_context, standin: Standin) -> None:
    page = open_context(timezone_id="America/Los_Angeles").new_page()
    Chat(page, standin.url).open("/").ask("I can't pay this month")
    expect(page.locator("[data-kind=offer] tbody th").first).to_have_text("25 Dec 2026")


def test_a_chart_has_a_name_and_its_figures_as_a_table(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("balance")
    expect(page.get_by_role("img", name="Owed, week by week")).to_be_visible()
    page.get_by_text("Show as a table").click()
    assert page.locator("figure tbody tr").last.inner_text().split("\t") == ["16 Nov", "CNY 2,224.07"]


def test_nothing_harmful_in_a_drawing_reaches_the_page_and_a_broken_one_leaves_its_table(
    browser, standin: Standin
) -> None:
    context = browser.new_context()  # the parser itself reports what it refuses, so without the check for complaints
    page = context.new_page()
    chat = Chat(page, standin.url).open("/")
    chat.ask("hostile drawing")
    expect(page.locator(".drawing")).to_have_count(2)
    left = page.locator(".drawing svg").evaluate("e => [...e.querySelectorAll('*')].map(one => one.localName)")
    assert left == ["rect", "text"]
    attributes = page.locator(".drawing svg, .drawing svg *").evaluate_all(
        "all => all.flatMap(one => [...one.attributes].map(a => a.name))"
    )
    assert set(attributes) == {"viewBox", "role", "aria-label", "x", "y", "width", "height", "rx"}
    assert page.evaluate("window.stolen") is None
    expect(page.locator(".drawing").last.locator("table")).to_be_visible()
    context.close()


def test_an_address_in_a_line_is_a_link_that_tells_the_other_site_nothing(page: Page, standin: Standin) -> None:
    Chat(page, standin.url).open("/").ask("the link please")
    link = page.locator(".bubble a")
    expect(link).to_have_attribute("href", "https://pay.example.com/p/abc")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_a_long_address_is_shortened_for_the_eye_and_whole_in_the_link(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    address = "https://pay.example.com/p/" + "a" * 80
    standin.push("bot", f"Pay here: {address}. Thank you.")
    link = page.locator(".bubble a")
    expect(link).to_have_attribute("href", address)
    expect(link).to_have_text("https://pay.example.com/p/aaaaaaaaaaaaaa…")
    expect(chat.lines.last).to_contain_text("Thank you.")


def test_the_first_of_several_answers_is_not_pushed_out_by_the_next(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("a long answer")
    standin.push("bot", "And one more thing.")
    expect(page.get_by_role("button", name="New messages")).to_be_visible()
    expect(page.locator(".line.borrower").last).to_be_in_viewport()


def test_a_file_can_be_attached_sent_and_opened_again(page: Page, standin: Standin, tmp_path: Path) -> None:
    chat = Chat(page, standin.url).open("/")
    picture = tmp_path / "payslip.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 200)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach a picture or PDF").click()
    chooser.value.set_files(picture)
    expect(page.locator(".chip")).to_contain_text("payslip.png")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".chip")).to_be_hidden()
    expect(chat.replies.last).to_contain_text("I have the file")
    assert standin.posts[0]["file"] == "payslip.png"
    assert standin.posts[0]["type"] == "image/png"
    with page.expect_download() as download:
        page.get_by_role("link", name="payslip.png").click()
    assert download.value.suggested_filename == "payslip.png"


def test_words_that_go_with_a_file_are_one_message(page: Page, standin: Standin, tmp_path: Path) -> None:
    chat = Chat(page, standin.url).open("/")
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.4")
    page.locator("input[type=file]").set_input_files(letter)
    chat.ask("this is my payslip")
    assert [(post["text"], post["file"]) for post in standin.posts] == [("this is my payslip", "letter.pdf")]
    expect(page.locator(".line.borrower .files")).to_have_text("letter.pdf")


def test_a_file_can_be_taken_off_again_before_it_is_sent(page: Page, standin: Standin, tmp_path: Path) -> None:
    chat = Chat(page, standin.url).open("/")
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.4")
    page.locator("input[type=file]").set_input_files(letter)
    page.get_by_role("button", name="Remove letter.pdf").click()
    expect(page.locator(".chip")).to_be_hidden()
    chat.ask("hello")
    assert [list(post) for post in standin.posts] == [["id", "text"]]


def test_typing_is_shown_while_the_server_says_so_and_goes_with_the_answer(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("hello")
    standin.typing(True)
    expect(page.locator(".typing")).to_have_text("Typing…")
    standin.push("bot", "Here it is.")
    expect(page.locator(".typing")).to_be_hidden()


def test_a_quick_answer_shows_no_typing_at_all(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    page.evaluate(
        "() => { window.shown = 0; const root = document.getElementById('evenkeel').shadowRoot;"
        " new MutationObserver(() => { if (!root.querySelector('.typing').hidden) shown++; })"
        ".observe(root.querySelector('.typing'), { attributes: true }); }"
    )
    chat.ask("hello")
    assert page.evaluate("shown") == 0


def test_the_header_says_who_is_there_and_that_identity_is_confirmed(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    about = page.locator(".about")
    expect(about).to_have_text("Automated assistant", use_inner_text=True)
    chat.ask("verify me")
    expect(about).to_contain_text("Identity confirmed")
    chat.ask("a person please")
    expect(about).to_contain_text("A person will join you here")
    standin.set_state(state="person")
    expect(about).to_contain_text("You are talking with a person")
    standin.push("person", "Hello, this is Chen.")
    expect(page.locator(".line.person .who")).to_contain_text("Member of the team")


def test_each_line_carries_the_language_it_is_written_in(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    page.get_by_role("button", name="中文").click()
    expect(chat.lines).to_have_count(3)
    assert chat.lines.first.get_attribute("lang") == "en"
    assert chat.lines.last.get_attribute("lang") == "zh-Hans"


def test_switching_the_language_says_so_once_and_changes_the_widget_s_own_words(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    page.get_by_role("button", name="中文").click()
    expect(chat.lines).to_have_count(3)
    assert [post["text"] for post in standin.posts] == ["中文"]
    expect(chat.input).to_have_attribute("placeholder", "请输入消息")
    expect(page.get_by_role("button", name="快速离开")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(chat.lines).to_have_count(5)
    expect(chat.input).to_have_attribute("placeholder", "Write a message")


def test_the_widget_follows_when_the_conversation_changes_its_language(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("中文")
    expect(chat.input).to_have_attribute("placeholder", "请输入消息")


def test_a_title_never_shows_what_the_conversation_is_about(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    before = page.title()
    chat.ask("balance")
    page.keyboard.press("Escape")
    standin.push("bot", "CNY 2,231.67 is due.")
    expect(chat.launcher).to_have_text("Get help, 1 new")
    assert page.title() == before


def test_who_has_scrolled_up_is_not_dragged_down_by_a_new_line(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("a long answer")
    chat.ask("another long answer")
    chat.log.evaluate("e => { e.scrollTop = 0; }")
    page.wait_for_timeout(100)
    standin.push("bot", "One more thing.")
    down = page.get_by_role("button", name="New messages")
    expect(down).to_be_visible()
    assert chat.log.evaluate("e => e.scrollTop") == 0
    down.click()
    expect(down).to_be_hidden()
    expect(chat.lines.last).to_be_in_viewport()


def test_a_long_answer_is_read_from_its_first_word(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("a long answer")
    expect(page.locator(".line.bot").last.locator(".who")).to_be_in_viewport()


def test_too_long_a_message_is_explained_and_comes_back_to_be_shortened(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    text = "x" * 2001
    chat.input.fill(text)
    expect(page.locator("#count")).to_have_text("Characters over the limit: 1. Please shorten it or send it in parts.")
    expect(chat.input).to_have_attribute("aria-invalid", "true")
    chat.input.press("Enter")
    expect(chat.replies.last).to_contain_text("in parts of up to 2,000 characters")
    expect(page.locator(".failed .status")).to_have_text("Not sent")
    expect(chat.input).to_have_value(text)


def test_exactly_2000_characters_are_sent(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    chat.ask("好" * 2000)
    expect(page.locator("#count")).to_have_text("")
    assert len(standin.posts[0]["text"]) == 2000


def test_a_button_that_no_longer_stands_is_explained(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    standin.only.buttons.clear()
    chat.button("Check my balance").click()
    expect(chat.replies.last).to_contain_text("That choice no longer stands")
    expect(page.locator(".failed .status")).to_have_text("Not sent")


def test_too_many_messages_are_explained_once_and_sent_when_it_is_time(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    standin.fail(429, "One moment please, that was quick.", times=2, Retry_After="1")
    chat.say("hello")
    expect(chat.page.locator(".line.system")).to_contain_text("that was quick")
    expect(chat.replies.last).to_contain_text("I see: hello", timeout=15_000)
    expect(page.locator(".line.system")).to_have_count(1)
    expect(page.locator(".line.borrower")).to_have_count(1)


def test_when_the_assistant_is_away_the_notice_stands_once_and_the_answer_follows_once(
    page: Page, standin: Standin
) -> None:
    chat = Chat(page, standin.url).open("/")
    standin.fail(503, "I can't answer just now. Your message is kept.", Retry_After="1")
    chat.say("hello")
    expect(page.locator(".line.system")).to_contain_text("Your message is kept")
    expect(chat.replies.last).to_contain_text("I see: hello")
    page.wait_for_timeout(1500)
    assert chat.texts()[1:] == ["hello", "I can't answer just now. Your message is kept.", "I see: hello"]


def test_a_server_fault_is_tried_again_with_the_same_id(page: Page, standin: Standin) -> None:
    chat = Chat(page, standin.url).open("/")
    standin.fail(500)
    chat.say("hello")
    expect(chat.replies.last).to_contain_text("I see: hello", timeout=10_000)
    assert standin.posts[0]["id"] == standin.posts[1]["id"]
