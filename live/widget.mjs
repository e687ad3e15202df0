// What all widgets of the model share: a prompt, settings, a button that runs the model, a link, and the Python.
// A widget shows at once what was recorded for its prompt. The model is fetched when a reader asks for another.

import { make, table, whenNear } from "./dom.mjs";

const LABEL = 40;  // characters of a prompt on its button

/** A token as it is shown: its blank as a dot, its line end as an arrow. */
export const visible = token => token.replaceAll("\n", "↵").replace(/^\s|\s$/g, "·") || "·";

/** The beginning of a text, up to a word's end. */
const shortened = text => text.length > LABEL ? `${text.slice(0, LABEL).replace(/\s+\S*$/, "")} …` : text;

/** A widget names itself, and says what to ask, how to draw the answer, and which lines of the Python hold the reader's values. */
export class Widget extends HTMLElement {
  /** Settings below the prompt: {name, label, type: "range" | "number" | "checkbox" | "text", value, min, max, step, redraws}. */
  static settings = [];
  static promptLabel = "Prompt";
  static called = "";  // the panel's name, for readers who do not see it
  static how = "";  // how to read the picture, whatever the text
  static aims = {};  // of a record: what there is to see in it

  connectedCallback() {
    if (this.form) return;  // it was only moved
    this.records = this.getAttribute("record").trim().split(/\s+/);
    this.role = "group";
    this.ariaLabel = this.constructor.called;
    this.build();
    addEventListener("hashchange", () => this.follow());
    if (this.linked()) this.follow();
    else whenNear(this, () => this.show(this.records[0]));
  }

  /** What a link to this panel asks for: its id, and values that no server is told. */
  linked() {
    const [id, query] = location.hash.slice(1).split("?");
    return id === this.id && query ? Object.fromEntries(new URLSearchParams(query)) : null;
  }

  /** Show what a link asks for; it is run at once only where nothing has to be fetched. */
  async follow() {
    const values = this.linked();
    if (!values) return;
    const fold = this.closest("details");
    if (fold) fold.open = true;
    this.scrollIntoView();
    await this.show(this.records[0]);
    this.set(values);
    this.changed();
    const { model } = await import("./client.mjs");
    if (this.runs && await model.cached()) this.form.requestSubmit();
  }

  build() {
    const { settings, promptLabel, how } = this.constructor;
    this.runs = this.hasAttribute("megabytes");
    this.needsDownload = true;
    this.offer = `Run (${this.getAttribute("megabytes")} MB, once)`;
    this.prompt = make("textarea", { rows: 2, name: "prompt", readOnly: !this.runs, spellcheck: false });
    this.fields = Object.fromEntries(settings.map(setting => [setting.name, this.field(setting)]));
    this.run = make("button", { hidden: !this.runs }, this.offer);
    this.cancel = make("button", { type: "button", hidden: true }, "Stop");
    this.progress = make("progress", { hidden: true });
    this.progress.ariaLabel = "Progress";
    this.count = make("span", { hidden: true });
    this.status = make("p", { className: "status" });
    this.status.setAttribute("role", "status");
    this.picture = make("div", { className: "picture" });
    this.aim = make("p", { className: "how" });
    this.tables = make("div", {}, this.querySelector("table.recorded") ?? "");
    const labels = settings.map(({ name, label, type }) =>
      make("label", { className: type }, make("span", {}, label), " ", this.fields[name], ...type === "range" ? [make("output")] : []));
    this.form = make("form", { autocomplete: "off" },
      this.offers(),
      make("label", { className: "prompt" }, make("span", {}, promptLabel), this.prompt),
      make("div", { className: "settings" }, ...labels),
      make("div", { className: "actions" }, this.run, this.cancel, this.progress, this.count, this.status));
    this.python = make("details", { className: "python" }, make("summary", {}, "Show me the Python"), make("pre", {}, make("code")));
    this.link = make("a", { className: "link", href: `#${this.id}` }, "Link to this");
    this.tableFold = make("details", {}, make("summary", {}, "As a table"), this.tables);
    this.replaceChildren(this.form, this.picture, make("p", { className: "how" }, how), this.aim, make("div", { className: "more" }, this.tableFold, this.python, this.link));
    this.listen();
  }

  /** The control of a setting. */
  field({ name, type, value, min, max, step }) {
    const control = make("input", { type, name });
    if (type === "checkbox") control.defaultChecked = value;
    else {
      Object.assign(control, { min, max, step });  // before the value, which they would clip
      control.defaultValue = control.value = value;
    }
    return control;
  }

  /** Buttons for the prompts that were recorded, where there are several. */
  offers() {
    if (this.records.length < 2) return "";
    this.choices = make("div", { className: "choices" });
    return this.choices;
  }

  listen() {
    this.form.addEventListener("submit", event => { event.preventDefault(); this.answer(); });
    this.prompt.addEventListener("keydown", event => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (this.needsDownload) this.run.focus();  // a download begins only with its button
      else this.form.requestSubmit();
    });
    this.form.addEventListener("input", event => this.changed(event.target));
    this.form.addEventListener("focusin", () => this.nameRun());
    this.cancel.addEventListener("click", () => this.stop?.abort());
    this.link.addEventListener("click", event => { event.preventDefault(); this.share(); });
    this.python.addEventListener("toggle", () => this.showPython());
  }

  /** What the controls say. */
  values() {
    const read = control => control.type === "checkbox" ? control.checked
      : control.type === "text" ? control.value : Number(control.value);
    return { prompt: this.prompt.value, ...Object.fromEntries(Object.entries(this.fields).map(([name, control]) => [name, read(control)])) };
  }

  set(values) {
    for (const [name, value] of Object.entries(values)) {
      const control = name === "prompt" ? this.prompt : this.fields[name];
      if (control?.type === "checkbox") control.checked = value === true || value === "true";
      else if (control) control.value = value;
    }
    this.showNumbers();
  }

  showNumbers() {
    for (const output of this.form.querySelectorAll("output")) output.textContent = output.previousElementSibling.value;
  }

  /** Show what was recorded under a name. */
  async show(name) {
    this.forget();
    const { turn } = this;
    try {
      const reply = await fetch(new URL(`recorded/${this.localName}/${name}.json`, import.meta.url));
      if (!reply.ok) throw new Error(`the server says ${reply.status}`);
      const recorded = await reply.json();
      if (turn !== this.turn) return;  // something else was asked for meanwhile
      this.recorded = recorded;
    } catch (error) {
      this.say(`What was recorded could not be loaded: ${error.message}. Reload the page.`, true);
      return;
    }
    this.asked = this.opening(this.recorded);
    this.set(this.asked);
    this.asked = this.values();
    this.accept(this.recorded);
    this.aim.textContent = this.constructor.aims[name] ?? "";
    this.say(this.runs ? `Recorded. Type another ${this.constructor.promptLabel.toLowerCase()}, and your own computer runs the model.`
      : "Recorded. This copy of the site does not carry the model, so it answers no other prompt.");
    if (this.choices && !this.choices.childElementCount) this.fillChoices();
    this.press(name);
  }

  /** The values at which a record was made. */
  opening({ prompt }) {
    return { prompt };
  }

  /** Fill in those buttons: each shows how its prompt begins. */
  fillChoices() {
    const prompts = JSON.parse(this.getAttribute("prompts"));
    for (const [i, name] of this.records.entries()) {
      const choice = make("button", { type: "button", value: name }, shortened(prompts[i]));
      choice.addEventListener("click", () => this.show(name));
      this.choices.append(choice);
    }
  }

  /** Mark the button of the record that is shown, if any is. */
  press(name) {
    for (const choice of this.choices?.children ?? []) choice.setAttribute("aria-pressed", choice.value === name);
  }

  /** A control was moved: draw again where that is enough, else wait for the button. */
  changed(control) {
    this.showNumbers();
    this.updateLink();
    this.showPython();
    if (!this.result) return;
    const isStale = this.isStale();
    this.picture.classList.toggle("stale", isStale);
    if (this.redrawing().includes(control?.name)) this.paint();
    else if (isStale) {
      this.press(null);
      this.say("Not run yet: the picture is of what was asked before. Press Run.");
    } else this.say("");
  }

  /** The settings that need no run. */
  redrawing() {
    return this.constructor.settings.filter(({ redraws }) => redraws).map(({ name }) => name);
  }

  /** Does what is drawn answer another question than the controls ask? */
  isStale() {
    if (!this.asked) return false;  // no record has come
    const now = this.values();
    return Object.keys(now).some(name => !this.redrawing().includes(name) && now[name] !== this.asked[name]);
  }

  /** What the picture is of: the question that was asked, and the settings that only redraw it. */
  shown() {
    const now = this.values();
    return { ...this.asked, ...Object.fromEntries(this.redrawing().map(name => [name, now[name]])) };
  }

  /** Once the model is there, the button need not warn of the download. */
  async nameRun() {
    const { model } = await import("./client.mjs");
    if (model.state === "ready" || await model.cached()) this.dropWarning();
  }

  dropWarning() {
    this.needsDownload = false;
    this.run.textContent = "Run";
  }

  /** Stop what the model was asked, and show nothing of its answer, nor of a record that is still to come. */
  forget() {
    this.turn = {};
    if (!this.stop) return;
    this.stop.abort();
    this.stop = null;
    this.goBack();
    this.setBusy(false);
  }

  /** What was asked last will not be answered: the picture is still of what was answered before, if anything was. */
  goBack() {
    this.asked = this.answered ?? this.asked;
    this.picture.classList.toggle("stale", this.isStale());
  }

  /** Ask the model, which is fetched first if it has to be. `asked` are the values that the answer belongs to. */
  async answer(asked = this.values(), question = this.question(asked)) {
    if (!this.runs) return;
    this.forget();
    const stop = this.stop = new AbortController();
    this.asked = asked;
    this.press(null);
    this.aim.textContent = "";
    this.picture.classList.add("stale");
    this.setBusy(true);
    try {
      const { model } = await import("./client.mjs");
      stop.signal.throwIfAborted();  // else a run that gave way would still say that it is at work
      if (model.state !== "ready") {
        this.say("Fetching the model.");
        await model.load({ signal: stop.signal, onProgress: progress => this.showProgress(progress) });
      }
      this.progress.hidden = this.count.hidden = true;
      this.dropWarning();
      this.say("The model is at work.");
      const result = await model.ask(...question, { signal: stop.signal, onPart: part => stop === this.stop && this.part(part) });
      if (stop !== this.stop) return;
      this.accept(result);
      this.say(this.isStale() ? "Computed on your computer; what stands in the box now is not run yet." : "Computed on your computer.");
    } catch (error) {
      if (stop !== this.stop) return;
      this.goBack();
      this.say(error.name === "AbortError" ? "Stopped." : error.message, error.name !== "AbortError");
    }
    if (stop === this.stop) this.setBusy(false);
  }

  setBusy(isBusy) {
    const [old, next] = isBusy ? [this.run, this.cancel] : [this.cancel, this.run];
    const hadFocus = document.activeElement === old;
    old.hidden = true;
    next.hidden = false;
    if (hadFocus) next.focus();
    if (!isBusy) this.progress.hidden = this.count.hidden = true;
    this.picture.ariaBusy = isBusy;
  }

  showProgress({ done, total, fetched }) {
    this.progress.hidden = false;
    Object.assign(this.progress, { max: total, value: done });
    this.count.hidden = fetched === undefined;
    this.count.textContent = `${Math.round(done / 1e6)} of ${Math.round(total / 1e6)} MB`;
  }

  /** What comes before the result. */
  part(progress) {
    this.showProgress(progress);
  }

  accept(result) {
    this.answered = this.asked;  // what the picture is of, also if a later run is stopped
    this.result = result;
    this.picture.classList.toggle("stale", this.isStale());
    this.updateLink();
    this.paint();
  }

  /** Draw the result, and write it down as a table. */
  paint() {
    this.paintPicture(this.result, this.shown());
    this.writeTable();
    this.showPython();
  }

  writeTable() {
    const written = this.asTable(this.result, this.shown());
    this.tableFold.hidden = !written;
    if (written) this.tables.replaceChildren(table(...written));
  }

  say(text, isTrouble = false) {
    if (this.status.textContent === text) return;  // it is not read out again
    this.status.textContent = text;
    this.status.classList.toggle("trouble", isTrouble);
  }

  /** The address of this widget with the values that it has. */
  updateLink() {
    this.link.href = `#${this.id}?${new URLSearchParams(this.values())}`;
  }

  async share() {
    history.replaceState(history.state, "", this.link.href);
    try {
      await navigator.clipboard.writeText(location.href);
      this.say("The link is copied, and stands in the address bar.");
    } catch {
      this.say("The link stands in the address bar: copy it from there.");
    }
  }

  async fetchProgram() {
    const reply = await fetch(new URL(`python/${this.localName}.py`, import.meta.url));
    if (!reply.ok) throw new Error(`the server says ${reply.status}`);
    return await reply.text();
  }

  /** The program that computes the same, with the reader's values in the lines that hold them. */
  async showPython() {
    if (!this.python.open || !this.result) return;
    try {
      this.program ??= await this.fetchProgram();
    } catch (error) {
      this.say(`The program could not be loaded: ${error.message}. Reload the page.`, true);
      return;
    }
    this.python.querySelector("code").textContent = Object.entries(this.lines(this.values())).reduce(
      (program, [names, value]) => program.replace(new RegExp(`^${names} = .*$`, "m"), () => `${names} = ${value}`), this.program);
  }
}

/** A text as Python writes it. */
export const quoted = text => JSON.stringify(text);
