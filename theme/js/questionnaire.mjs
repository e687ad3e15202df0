// The verdict page's questionnaire. Without this file it is a list: each statement, and below it the evidence for and against each answer.
// With it, only the answer that was chosen is shown. Answers are kept in the page alone.

const form = document.createElement("form");
const summary = document.querySelector(".answers");

/** The views that an answer agrees with: links to whole pages. Links to a place on a page are evidence. */
const viewsOf = answer => [...answer.querySelectorAll("a:not(.term)")].filter(link => !link.hash);

/** A statement becomes the legend of a group of radio buttons, its answers their labels. */
function ask(question, n) {
  const choices = question.querySelectorAll("dt");
  const group = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.append(...question.querySelector(".statement").childNodes);
  group.append(legend);
  for (const [i, text] of [...choices].map(choice => choice.textContent).concat("Cannot say").entries()) {
    const [label, button] = [document.createElement("label"), document.createElement("input")];
    Object.assign(button, { type: "radio", name: `question-${n}`, value: i });
    label.append(button, ` ${text}`);
    group.append(label);
  }
  question.querySelector(".statement").replaceWith(group);
  const replies = question.querySelector("dl");
  replies.setAttribute("aria-live", "polite");  // the reply is read out when it appears
  choices.forEach(choice => { choice.hidden = true; });
}

/** For each view, by its address, the links to it from these answers. */
const byView = answers => Map.groupBy(answers.flatMap(viewsOf), link => link.href);

/** Show the replies to the answers given, and with which views they agree, of the statements where a reader could. */
function update() {
  const given = [];
  for (const question of form.querySelectorAll(".question")) {
    const chosen = question.querySelector("input:checked")?.value;
    question.querySelectorAll("dd").forEach((answer, i) => {
      answer.hidden = String(i) !== chosen;
      if (!answer.hidden) given.push(answer);
    });
  }
  if (!given.length) return summary.replaceChildren("No answer yet.");
  const possible = byView([...form.querySelectorAll("dd")]);
  const agreed = [...byView(given).values()].sort((one, other) => other.length - one.length);
  const [heading, entries] = [document.createElement("p"), document.createElement("ul")];
  heading.textContent = "Your answers agree with";
  for (const links of agreed) {
    const entry = document.createElement("li");
    entry.append(links[0].cloneNode(true), `, ${links.length} of ${possible.get(links[0].href).length} possible`);
    entries.append(entry);
  }
  summary.replaceChildren(heading, entries);
}

document.querySelectorAll(".question").forEach(ask);
const questions = document.querySelector(".questionnaire");
questions.replaceWith(form);
form.append(questions);
const clear = Object.assign(document.createElement("button"), { type: "reset", textContent: "Clear the answers" });
form.append(clear);
form.addEventListener("change", update);
form.addEventListener("reset", () => setTimeout(update));  // the buttons are cleared after the event
update();
