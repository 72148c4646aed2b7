// On a phone the rail is a strip: bring the room we are in into view.
document.querySelector(".rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// The desk's keyboard: "/" goes to the search box, j and k walk through the list.

const typing = (node) => node.closest("input, textarea, select, [contenteditable]");

function walk(step) {
  const links = [...document.querySelectorAll("table.list .title a")];
  if (!links.length) return;
  const at = links.indexOf(document.activeElement);
  links[Math.min(Math.max(at + step, 0), links.length - 1)].focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "/") {
    const box = document.querySelector("input[type=search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
  }
});

// A refusal is an answer too: show it where the page keeps its messages.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status < 400 || xhr.status >= 500) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  if (xhr.status === 409 || xhr.status === 422) return; // the page again, with what was written
  event.detail.target = document.getElementById("flash");
  event.detail.swapOverride = "innerHTML";
  event.detail.selectOverride = ".notice";
});

// After a form came back with faults, go to their summary.
document.addEventListener("htmx:afterSettle", () => {
  document.querySelector(".error-summary")?.focus();
});
