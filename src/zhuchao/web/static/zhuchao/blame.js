// What is wrong with a form, shown as the server shows it: a list on top, and a mark at each field.

const SHOWN_AT = { lon: "address", lat: "address", photos: "photo" };

function control(form, name) {
  const found = form.elements.namedItem(SHOWN_AT[name] ?? name);
  const one = found instanceof RadioNodeList ? found[0] : found;
  return one?.type === "hidden" ? null : one;
}

function line(field, words) {
  const item = document.createElement("li");
  const name = field?.closest(".field")?.querySelector("label, legend");
  if (name) {
    const link = document.createElement("a");
    link.href = `#${field.id}`;
    link.textContent = [...name.childNodes].filter((node) => !node.matches?.(".optional")).map((node) => node.textContent).join("").trim();
    link.addEventListener("click", (event) => { event.preventDefault(); field.focus(); });
    item.append(link, " · ");
  }
  item.append(words);
  return item;
}

// Field → words; fields the form does not show are told without a link.
export function blame(form, faults) {
  const box = form.querySelector("[data-faults]");
  for (const summary of form.querySelectorAll(".error-summary")) summary.hidden = summary !== box;
  for (const old of form.querySelectorAll(".field.wrong")) old.classList.remove("wrong");
  for (const old of form.querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
  const lines = Object.entries(faults).map(([name, words]) => {
    const field = control(form, name);
    field?.closest(".field")?.classList.add("wrong");
    field?.setAttribute("aria-invalid", "true");
    return line(field, words);
  });
  box.querySelector("ul").replaceChildren(...lines);
  box.hidden = !lines.length;
  if (lines.length) box.focus();
}
