"""What must never run: texts that a source, a seeker or an employer may store and a page may show.

Tests of pages put each into every field that is shown, and look with ``is_inert`` at what came back.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_CODE = "alert(document.domain)"

PAYLOADS: tuple[str, ...] = (
    f"<script>{_CODE}</script>",
    f"<ScRiPt>{_CODE}</sCrIpT>",
    f"</title><script>{_CODE}</script>",
    f"</textarea><script>{_CODE}</script>",
    f"</option></select><script>{_CODE}</script>",
    f"</style><script>{_CODE}</script>",
    f"--><script>{_CODE}</script><!--",
    f"]]><script>{_CODE}</script>",
    f'"><script>{_CODE}</script>',
    f"'><script>{_CODE}</script>",
    "<script src=//jahat.invalid/x.js></script>",
    "<script\x0bsrc=//jahat.invalid/x.js></script>",
    f"<script/x>{_CODE}</script>",
    f"<<script>{_CODE};//<</script>",
    f"<scr<script>ipt>{_CODE}</scr</script>ipt>",
    f"<script>{_CODE}//",
    f"<img src=x onerror={_CODE}>",
    f"<img src=x onerror={_CODE}//",
    f'"><img src=x onerror={_CODE}>',
    f"<img/src/onerror={_CODE}>",
    f"<img src=`x`onerror={_CODE}>",
    f"<IMG SRC=javascript:{_CODE}>",
    f'<IMG SRC="jav&#x09;ascript:{_CODE}">',
    f"<svg onload={_CODE}>",
    f"<svg/onload={_CODE}>",
    f"<svg><script>{_CODE}</script></svg>",
    f"<svg><animate onbegin={_CODE} attributeName=x dur=1s>",
    f"<svg><a xlink:href=javascript:{_CODE}><text x=20 y=20>klik</text></a></svg>",
    f'<svg><use href="data:image/svg+xml,<svg onload={_CODE}>"/></svg>',
    f"<svg><style><img src=x onerror={_CODE}></style></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={_CODE}>",
    f"<math href=javascript:{_CODE}>klik</math>",
    f"<body onload={_CODE}>",
    f"<details open ontoggle={_CODE}>",
    f"<input autofocus onfocus={_CODE}>",
    f'" autofocus onfocus={_CODE} x="',
    f"' autofocus onfocus={_CODE} x='",
    f'" onmouseover="{_CODE}',
    f"` onmouseover=`{_CODE}",
    f"<select autofocus onfocus={_CODE}>",
    f"<textarea autofocus onfocus={_CODE}>",
    f"<video><source onerror={_CODE}></video>",
    f"<audio src=x onerror={_CODE}>",
    f"<iframe src=javascript:{_CODE}></iframe>",
    f'<iframe srcdoc="<script>{_CODE}</script>"></iframe>',
    f"<object data=javascript:{_CODE}></object>",
    f"<embed src=javascript:{_CODE}>",
    f"<form action=javascript:{_CODE}><button>kirim</button></form>",
    f"<button formaction=javascript:{_CODE}>kirim</button>",
    f"<isindex action=javascript:{_CODE} type=submit>",
    f"<a href=javascript:{_CODE}>klik</a>",
    f"<a href=&#106;avascript:{_CODE}>klik</a>",
    f"<a href='java\nscript:{_CODE}'>klik</a>",
    "<a href=data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==>klik</a>",
    f"javascript:{_CODE}",
    f"JaVaScRiPt:{_CODE}",
    f" javascript:{_CODE}",
    f"data:text/html,<script>{_CODE}</script>",
    f"vbscript:{_CODE}",
    f"<meta http-equiv=refresh content=0;url=javascript:{_CODE}>",
    "<base href=//jahat.invalid/>",
    "<link rel=stylesheet href=//jahat.invalid/x.css>",
    "<style>@import'//jahat.invalid/x.css';</style>",
    f'<div style="background:url(javascript:{_CODE})">',
    "<div hx-get=//jahat.invalid hx-trigger=load>",
    f"<div hx-on:load={_CODE}>",
    f"<div data-hx-on--load={_CODE}>",
    f'" hx-on:click="{_CODE}',
    "{{ 7 * 7 }}{% set x = 1 %}",
    "{{ config.__class__.__init__.__globals__ }}",
    "%(name)s %s %d {0} ${7*7}",
    f"<marquee onstart={_CODE}>",
    f"<x contenteditable onblur={_CODE}>",
    f"<template><script>{_CODE}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={_CODE}>'>",
    f"\u202e<script>{_CODE}</script>",
    f"＜script＞{_CODE}＜/script＞",
    f"&lt;script&gt;{_CODE}&lt;/script&gt;",
    f"+ADw-script+AD4-{_CODE}+ADw-/script+AD4-",
    f"\x00<script>{_CODE}</script>",
)
"""Names of a trick a line: tags, attributes, addresses, HTMX, templates, other ways to write a bracket."""

_TAGS = frozenset(
    "iframe object embed base marquee isindex math template audio video x style animate use source".split()
)
"""Tags that no page of ours has."""


class _Look(HTMLParser):
    def __init__(self, own: tuple[str, ...]) -> None:
        super().__init__(convert_charrefs=True)
        self.own, self.found = own, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _TAGS:
            self.found.append(f"<{tag}>")
        if tag == "script" and dict(attrs).get("src", "").split("?")[0] not in self.own:  # type: ignore[union-attr]
            self.found.append(f"<script {attrs}>")
        for name, value in attrs:
            text = "".join((value or "").split()).lower()
            if name.startswith(("on", "hx-on", "data-hx-on")) or name in {"style", "srcdoc"}:
                self.found.append(f"{tag} {name}={value}")
            if name == "formaction" and (value or "").split("?")[0] not in self.own:
                self.found.append(f"{tag} {name}={value}")
            if name in {"href", "src", "action", "hx-get", "hx-post"} and (
                text.startswith(("javascript:", "data:", "vbscript:", "//")) or re.match(r"https?://jahat", text)
            ):
                self.found.append(f"{tag} {name}={value}")


OWN = ("/static/htmx.js", "/static/kemajuan.js", "/pemberi-kerja/pasang", "/petugas/surat/pratinjau")
"""Scripts of ours, and where buttons of ours send a form besides its own address."""


def live_parts(page: str, own: tuple[str, ...] = OWN) -> list[str]:
    """What of a page would run or load something that is not ours; none in a page that is right.

    Args:
        page: HTML.
        own: See ``OWN``.
    """
    look = _Look(own)
    look.feed(page)
    return look.found
