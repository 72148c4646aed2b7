// Photos: made smaller on the phone, sent at once in a request of their own, tried again when it fails.

const LONGEST = 1920;
const TRIES = 3;

async function smaller(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob && blob.size < file.size ? blob : file;
  } catch {
    return file; // a format this browser cannot draw: the server tries
  }
}

function send(url, token, blob, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.set("photo", blob, "photo.jpg");
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = (event) => { progress.value = event.loaded / event.total; };
    request.onload = () => {
      if (request.status === 201) return resolve(JSON.parse(request.responseText).id);
      let why = "";
      try { why = JSON.parse(request.responseText).detail; } catch { /* no words: a proxy's page */ }
      reject(Object.assign(new Error(why), { final: request.status >= 400 && request.status < 500 }));
    };
    request.onerror = () => reject(new Error(""));
    request.send(body);
  });
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Photos {
  constructor(form, box) {
    this.form = form;
    this.say = form.dataset;
    this.box = box;
    this.input = box.querySelector("input[type=file]");
    this.ids = form.elements.namedItem("photos");
    this.open = 0;
    this.waiting = [];
    this.input.classList.add("unseen");
    this.input.addEventListener("change", () => this.take());
  }

  get busy() { return this.open > 0; }

  whenIdle(then) { this.waiting.push(then); }

  take() {
    const files = [...this.input.files];
    this.input.value = ""; // sent by itself: not a second time with the form
    for (const file of files) this.add(file);
    if (!files.length) return;
    const shot = this.box.querySelector(".shot");
    shot.classList.add("small-shot");
    shot.querySelector("span").textContent = this.say.sayAnother;
  }

  add(file) {
    const card = document.createElement("div");
    card.className = "sent";
    const image = document.createElement("img");
    image.alt = "";
    image.src = URL.createObjectURL(file);
    const words = document.createElement("div");
    card.append(image, words);
    this.box.querySelector("[data-shots]").append(card);
    this.upload(file, card, words);
  }

  async upload(file, card, words) {
    this.open += 1;
    const progress = document.createElement("progress");
    progress.setAttribute("aria-label", this.say.saySending);
    words.replaceChildren(this.say.saySending, progress);
    try {
      const id = await this.sent(await smaller(file), progress);
      this.ids.value = [...this.ids.value.split(",").filter(Boolean), id].join(",");
      words.replaceChildren(this.say.saySent, " ", this.button(this.say.sayRemove, () => this.remove(id, card)));
    } catch (failure) {
      const again = this.button(this.say.sayRetry, () => this.upload(file, card, words));
      const away = this.button(this.say.sayRemove, () => card.remove());
      words.replaceChildren(failure.message || this.say.sayFailed, " ", again, away);
    }
    this.open -= 1;
    if (!this.busy) this.waiting.splice(0).forEach((then) => then());
  }

  async sent(blob, progress) {
    const token = this.form.elements.namedItem("csrfmiddlewaretoken").value;
    for (let tried = 1; ; tried += 1) {
      try {
        return await send(this.say.upload, token, blob, progress);
      } catch (failure) {
        if (failure.final || tried === TRIES) throw failure;
        await pause(800 * tried);
      }
    }
  }

  remove(id, card) {
    this.ids.value = this.ids.value.split(",").filter((one) => one !== id).join(",");
    card.remove();
  }

  button(words, then) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button bare";
    button.textContent = words;
    button.addEventListener("click", then);
    return button;
  }
}
