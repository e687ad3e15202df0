// The verdict page's questionnaire. Without this file it is a list: each statement, and below it the evidence for and against each answer.
// With it, only the answer that was chosen is shown. Answers are kept in the page alone.

const form = document.createElement("form");
const summary = document.querySelector(".answers");

/** Whom an answer agrees with and what speaks against it: links to whole pages are views, links to a place on a page are demonstrations. */
function linksOf(answer) {
  const links = [...answer.querySelectorAll("a:not(.term)")];
  return { views: links.filter(link => !link.hash), demonstrations: links.filter(link => link.hash) };
}

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

function list(title, items) {
  const [heading, entries] = [document.createElement("p"), document.createElement("ul")];
  heading.textContent = title;
  for (const parts of items) {
    const entry = document.createElement("li");
    entry.append(...parts);
    entries.append(entry);
  }
  return [heading, entries];
}

/** Show the replies to the answers given, and sum them up. */
function update() {
  const given = [];
  for (const question of form.querySelectorAll(".question")) {
    const chosen = question.querySelector("input:checked")?.value;
    question.querySelectorAll("dd").forEach((answer, i) => {
      answer.hidden = String(i) !== chosen;
      if (!answer.hidden) given.push(linksOf(answer));
    });
  }
  const views = new Map();
  for (const link of given.flatMap(answer => answer.views)) {
    views.set(link.href, [...views.get(link.href) ?? [], link]);
  }
  const agreed = [...views.values()].sort((a, b) => b.length - a.length)
    .map(links => [links[0].cloneNode(true), `, ${links.length === 1 ? "one answer" : `${links.length} answers`}`]);
  const against = given.flatMap(answer => answer.demonstrations).map(link => [link.cloneNode(true)]);
  if (!given.length) return summary.replaceChildren("No answer yet.");
  summary.replaceChildren(...list("Your answers agree with", agreed), ...list("Evidence against them", against));
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
