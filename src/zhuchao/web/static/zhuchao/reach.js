// A slider beside the select box of the hour. Moving it is choosing there; htmx does the rest.

const PAUSE = 90; // milliseconds a finger rests before the server is asked

for (const box of document.querySelectorAll("[data-slide]")) {
  const select = box.querySelector("select[name=hour]");
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: 23, step: 1, value: select.value });
  slider.setAttribute("aria-label", box.dataset.sayHour);
  const say = () => slider.setAttribute("aria-valuetext", select.selectedOptions[0].text);
  say();
  let waiting = 0;
  slider.addEventListener("input", () => {
    select.value = slider.value;
    say();
    clearTimeout(waiting);
    waiting = setTimeout(() => select.dispatchEvent(new Event("change", { bubbles: true })), PAUSE);
  });
  // The select box tells of it; twice would ask twice.
  slider.addEventListener("change", (event) => event.stopPropagation());
  select.addEventListener("change", () => {
    slider.value = select.value;
    say();
  });
  box.append(slider);
}
