"""A page of the built site with panels, in a browser."""

IDLE = "panel => panel.picture.ariaBusy === 'false'"


class Tab:
    """A page of the site in a browser of its own, and what went wrong there."""

    def __init__(self, context, address: str) -> None:
        self.page = context.new_page()
        self.troubles: list[str] = []
        self.asked: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on(
            "console",
            lambda said: self.troubles.append(said.text) if said.type == "error" else None,
        )
        self.page.goto(address)

    def panel(self, tag: str):
        """The first panel of a kind, with its first record."""
        panel = self.page.locator(tag).first
        panel.scroll_into_view_if_needed()
        handle = panel.element_handle()
        self.page.wait_for_function("panel => panel.recorded", arg=handle)
        panel.evaluate("panel => panel.show(panel.records[0])")
        return panel

    def run(self, panel, prompt: str | None = None) -> str:
        """Press Run, wait for the end, and read what the panel says then."""
        if prompt is not None:
            panel.locator("textarea").fill(prompt)
        # By key: a click goes to a place, and a panel that is still loading above may move it.
        panel.get_by_role("button", name="Run").first.press("Enter")
        self.end(panel)
        return panel.locator(".status").inner_text()

    def end(self, panel) -> None:
        handle = panel.element_handle()
        self.page.wait_for_function(IDLE, arg=handle, timeout=120_000)
