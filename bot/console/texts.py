"""The console's labels, in both languages. Pages of other topics bring their own `TEXTS`; a parity test reads them all."""

from __future__ import annotations

from words.model import Both

TEXTS: dict[str, Both] = {
    "product": Both(en="Evenkeel console", zh="稳渡工作台"),
    "skip": Both(en="Skip to content", zh="跳到正文"),
    "navigation": Both(en="Console", zh="工作台导航"),
    "other_language": Both(en="中文", zh="English"),
    "sign_in": Both(en="Sign in", zh="登录"),
    "sign_out": Both(en="Sign out", zh="退出"),
    "login": Both(en="Login", zh="用户名"),
    "password": Both(en="Password", zh="密码"),
    "signed_out": Both(en="You are signed out.", zh="您已退出。"),
    "session_over": Both(en="Your session has ended. Please sign in again.", zh="登录已过期，请重新登录。"),
    "sign_in_wrong": Both(
        en="Login and password do not fit together. Please check both.", zh="用户名和密码不匹配，请检查后重试。"
    ),
    "sign_in_locked": Both(
        en="There were too many attempts. This login opens again at {time}.", zh="尝试次数过多，{time}之后可以再试。"
    ),
    "form_too_old": Both(
        en="This form was open for too long, or came from elsewhere. Nothing was changed. Please load the page again.",
        zh="这个表单已经过期，或者来自别处。没有做任何改动，请重新打开页面。",
    ),
    "not_your_role": Both(
        en="Your role does not open this page. An administrator can change roles.",
        zh="您的角色不能打开这个页面，请联系管理员调整角色。",
    ),
    "not_here": Both(en="There is no such conversation.", zh="没有这个对话。"),
    "refused": Both(en="That is not possible", zh="无法进行"),
    "back": Both(en="Back", zh="返回"),
    "welcome": Both(en="Welcome, {name}", zh="{name}，您好"),
    "welcome_text": Both(
        en="What your role opens is in the navigation above.", zh="您的角色可以使用的页面在上方导航中。"
    ),
    "away": Both(en="I'm away", zh="暂时离开"),
    "present": Both(en="I'm back", zh="回来了"),
    "is_away": Both(
        en="You are marked as away: nothing is handed to you.", zh="您处于离开状态，不会分配新的对话给您。"
    ),
    "nav_queue": Both(en="Queue", zh="队列"),
    "nav_cases": Both(en="Cases", zh="工单"),
    "nav_search": Both(en="Search", zh="查找"),
    "nav_approvals": Both(en="Approvals", zh="审批"),
    "nav_canned": Both(en="Ready replies", zh="常用回复"),
    "nav_tried": Both(en="Not sent", zh="未能发送"),
    "nav_practice": Both(en="Practice", zh="练习"),
    "nav_team": Both(en="Team", zh="团队"),
    "nav_help_desk": Both(en="Help desk", zh="外部客服"),
    "nav_audit": Both(en="Record", zh="审计记录"),
    "role_collector": Both(en="collector", zh="客服专员"),
    "role_supervisor": Both(en="supervisor", zh="主管"),
    "role_trainer": Both(en="trainer", zh="训练师"),
    "role_policy": Both(en="policy", zh="政策管理"),
    "role_admin": Both(en="administrator", zh="管理员"),
}
