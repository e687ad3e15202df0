// What all widgets of the model share: a prompt, settings, a button that runs the model, a link, and the Python.
// A widget shows at once what was recorded for its prompt. The model is fetched when a reader asks for another.

const NEAR = "600px";  // how far below the screen a widget starts
const LABEL = 40;  // characters of a prompt on its button

/** An element with properties and children. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** An element of a drawing. */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A token as it is shown: its blank as a dot, its line end as an arrow. */
export const seen = token => token.replaceAll("\n", "↵").replace(/^\s|\s$/g, "·") || "·";

/** A probability in per cent, with as many digits as tell something. */
export const percent = share => share > 0 && share < 0.001 ? "under 0.1 %" : `${(100 * share).toFixed(1)} %`;

/** The beginning of a text, up to a word's end. */
const shortened = text => text.length > LABEL ? `${text.slice(0, LABEL).replace(/\s+\S*$/, "")} …` : text;

/** A table: a caption, names of columns, and rows whose first cell names the row. */
export function table(caption, header, rows) {
  const head = make("tr", {}, ...header.map(name => make("th", { scope: "col" }, name)));
  const body = rows.map(([name, ...cells]) =>
    make("tr", {}, make("th", { scope: "row" }, name), ...cells.map(cell => make("td", {}, cell))));
  return make("table", { className: "recorded" }, make("caption", {}, caption), make("thead", {}, head), make("tbody", {}, ...body));
}

/** Start something when an element comes near the screen. */
export function whenNear(element, start) {
  const observer = new IntersectionObserver(entries => {
    if (!entries.some(entry => entry.isIntersecting)) return;
    observer.disconnect();
    start();
  }, { rootMargin: NEAR });
  observer.observe(element);
}

/** A widget names itself, and says what to ask, how to draw the answer, and which lines of the Python hold the reader's values. */
export class Widget extends HTMLElement {
  /** Settings below the prompt: {name, label, type: "range" | "number" | "checkbox" | "text", value, min, max, step, redraws}. */
  static settings = [];
  static promptLabel = "Prompt";
  static how = "";  // how to read the picture

  connectedCallback() {
    if (this.form) return;  // it was only moved
    this.records = this.getAttribute("record").split(" ");
    this.build();
    const asked = new URLSearchParams(location.search);
    this.linked = asked.get("live") === this.id ? asked : null;
    whenNear(this, () => this.open());
  }

  build() {
    const { settings, promptLabel, how } = this.constructor;
    const megabytes = this.getAttribute("megabytes");
    const canRun = megabytes !== null;
    this.prompt = make("textarea", { rows: 2, name: "prompt", readOnly: !canRun, spellcheck: false });
    this.fields = Object.fromEntries(settings.map(setting => [setting.name, this.field(setting)]));
    this.run = make("button", { hidden: !canRun }, `Run (${megabytes} MB, once)`);
    this.cancel = make("button", { type: "button", hidden: true }, "Stop");
    this.progress = make("progress", { hidden: true });
    this.progress.setAttribute("aria-label", "Progress");
    this.status = make("p", { className: "status" });
    this.status.setAttribute("role", "status");
    this.picture = make("div", { className: "picture" });
    this.tables = make("div", {}, this.querySelector("table.recorded") ?? "");
    const labels = settings.map(({ name, label, type }) =>
      make("label", { className: type }, make("span", {}, label), " ", this.fields[name], ...type === "range" ? [make("output")] : []));
    this.form = make("form", { autocomplete: "off" },
      this.offers(),
      make("label", { className: "prompt" }, make("span", {}, promptLabel), this.prompt),
      make("div", { className: "settings" }, ...labels),
      make("div", { className: "actions" }, this.run, this.cancel, this.progress, this.status));
    this.python = make("details", { className: "python" }, make("summary", {}, "Show me the Python"), make("pre", {}, make("code")));
    this.link = make("a", { className: "link" }, "Link to this");
    this.tableFold = make("details", {}, make("summary", {}, "As a table"), this.tables);
    this.replaceChildren(this.form, this.picture, make("p", { className: "how" }, how), make("div", { className: "more" }, this.tableFold, this.python, this.link));
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
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.form.requestSubmit(); }
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

  /** Show the first record, or what a link asks for. */
  async open() {
    await this.show(this.records[0]);
    if (!this.linked) return;
    this.set(Object.fromEntries(this.linked));
    this.changed();
    if (this.result) this.paint();
    const { model } = await import("./client.mjs");
    if (this.hasAttribute("megabytes") && await model.cached()) this.form.requestSubmit();
  }

  /** Show what was recorded under a name. */
  async show(name) {
    this.forget();
    try {
      const reply = await fetch(new URL(`recorded/${this.localName}/${name}.json`, import.meta.url));
      if (!reply.ok) throw new Error(`the server says ${reply.status}`);
      this.recorded = await reply.json();
    } catch (error) {
      this.say(`What was recorded could not be loaded: ${error.message}. Reload the page.`, true);
      return;
    }
    this.set(this.opening(this.recorded));
    this.accept(this.recorded);
    this.say(this.hasAttribute("megabytes") ? `Recorded. Type another ${this.constructor.promptLabel.toLowerCase()}, and your own computer runs the model.`
      : "Recorded. This copy of the site does not carry the model, so it answers no other prompt.");
    if (this.choices && !this.choices.childElementCount) this.offer();
    this.press(name);
  }

  /** The values at which a record was made. */
  opening({ prompt }) {
    return { prompt };
  }

  /** Fill in those buttons: each shows how its prompt begins. */
  offer() {
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
    const setting = this.constructor.settings.find(({ name }) => name === control?.name);
    if (!setting?.redraws) this.press(null);
    else if (this.result) this.paint();
  }

  /** Once the model is there, the button need not warn of the download. */
  async nameRun() {
    const { model } = await import("./client.mjs");
    if (model.state === "ready" || await model.cached()) this.run.textContent = "Run";
  }

  /** Stop what the model was asked, and show nothing of its answer. */
  forget() {
    if (!this.stop) return;
    this.stop.abort();
    this.stop = null;
    this.setBusy(false);
  }

  /** Ask the model, which is fetched first if it has to be; what the controls say, if no other question is given. */
  async answer(question) {
    if (!this.hasAttribute("megabytes")) return;
    this.forget();
    const stop = this.stop = new AbortController();
    this.setBusy(true);
    try {
      const { model } = await import("./client.mjs");
      if (model.state !== "ready") {
        this.say("Fetching the model.");
        await model.load({ signal: stop.signal, onProgress: progress => this.showProgress(progress) });
      }
      this.progress.hidden = true;
      this.run.textContent = "Run";
      this.say("The model is at work.");
      const [call, options] = question ?? this.question(this.values());
      const result = await model.ask(call, options, { signal: stop.signal, onPart: part => stop === this.stop && this.part(part) });
      if (stop !== this.stop) return;
      this.accept(result);
      this.say("Computed on your computer.");
    } catch (error) {
      if (stop === this.stop) this.say(error.name === "AbortError" ? "Stopped." : error.message, error.name !== "AbortError");
    }
    if (stop === this.stop) this.setBusy(false);
  }

  setBusy(isBusy) {
    this.run.hidden = isBusy;
    this.cancel.hidden = !isBusy;
    if (!isBusy) this.progress.hidden = true;
    this.setAttribute("aria-busy", isBusy);
  }

  showProgress({ done, total }) {
    this.progress.hidden = false;
    Object.assign(this.progress, { max: total, value: done });
  }

  /** What comes before the result. */
  part(progress) {
    this.showProgress(progress);
  }

  accept(result) {
    this.result = result;
    this.updateLink();
    this.paint();
  }

  /** Draw the result, and write it down as a table. */
  paint() {
    this.paintPicture(this.result, this.values());
    this.writeTable();
    this.showPython();
  }

  writeTable() {
    const written = this.asTable(this.result, this.values());
    this.tableFold.hidden = !written;
    if (written) this.tables.replaceChildren(table(...written));
  }

  say(text, isTrouble = false) {
    this.status.textContent = text;
    this.status.classList.toggle("trouble", isTrouble);
  }

  /** The address of this widget with the values that it has. */
  updateLink() {
    const query = new URLSearchParams({ live: this.id, ...this.values() });
    this.link.href = `${location.pathname}?${query}#${this.id}`;
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

  /** The program that computes the same, with the reader's values in the lines that hold them. */
  async showPython() {
    if (!this.python.open || !this.result) return;
    const code = this.python.querySelector("code");
    this.program ??= await (await fetch(new URL(`python/${this.localName}.py`, import.meta.url))).text();
    code.textContent = Object.entries(this.lines(this.values())).reduce(
      (program, [names, value]) => program.replace(new RegExp(`^${names} = .*$`, "m"), () => `${names} = ${value}`), this.program);
  }
}

/** A text as Python writes it. */
export const quoted = text => JSON.stringify(text);
