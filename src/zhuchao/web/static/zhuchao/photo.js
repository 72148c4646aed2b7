// Photos: made smaller on the phone, sent at once in a request of their own; what does not get
// through stays here and goes with the report.

const LONGEST = 1920;
const PATIENCE = 60_000;

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
    request.timeout = PATIENCE;
    request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = (event) => { progress.value = event.loaded / event.total; };
    request.onload = () => {
      if (request.status === 201) return resolve(JSON.parse(request.responseText).id);
      let why = "";
      try { why = JSON.parse(request.responseText).detail; } catch { /* no words: a proxy's page */ }
      reject(Object.assign(new Error(why), { final: request.status === 422 }));
    };
    request.onerror = request.ontimeout = () => reject(new Error(""));
    request.send(body);
  });
}

// The photo, and the id it has on the server where it got there.
const kept = (shots) =>
  shots.filter((shot) => !shot.bad).map(({ blob, upload }) => (upload ? { blob, upload } : { blob }));

export class Photos {
  constructor(form, box) {
    this.form = form;
    this.say = form.dataset;
    this.box = box;
    this.input = box.querySelector("input[type=file]");
    this.ids = form.elements.namedItem("photos");
    this.shots = this.ids.value.split(",").filter(Boolean).map((upload) => ({ upload }));
    this.input.classList.add("unseen");
    this.input.addEventListener("change", () => this.take());
  }

  get busy() { return this.shots.some((shot) => shot.open); }

  // Every photo has its final size.
  ready() { return Promise.all(this.shots.map((shot) => shot.made)); }

  // Every upload has ended, one way or the other; then what goes with the report. The photos are
  // those of now: meanwhile the form may have been emptied for the next report.
  async idle() {
    const shots = this.shots;
    await Promise.all(shots.map((shot) => shot.done));
    return kept(shots);
  }

  // What goes with the report as far as it is known.
  kept() { return kept(this.shots); }

  restore(photos) {
    for (const shot of this.shots) shot.card?.remove();
    this.shots = [];
    this.input.value = "";
    for (const one of photos) this.add(one.blob, one.upload);
    this.settle();
  }

  take() {
    const files = [...this.input.files];
    this.input.value = ""; // sent by itself: not a second time with the form
    for (const file of files) this.add(file);
    this.settle();
  }

  add(file, upload) {
    const card = document.createElement("div");
    card.className = "sent";
    const image = document.createElement("img");
    image.alt = "";
    if (file) image.src = URL.createObjectURL(file);
    const words = document.createElement("div");
    card.append(image, words);
    this.box.querySelector("[data-shots]").append(card);
    const shot = { blob: file, upload, card, words };
    this.shots.push(shot);
    if (upload) return this.tell(shot, this.say.saySent);
    shot.made = smaller(file).then((blob) => { shot.blob = blob; });
    this.upload(shot);
  }

  upload(shot) {
    const progress = document.createElement("progress");
    progress.setAttribute("aria-label", this.say.saySending);
    shot.words.replaceChildren(this.say.saySending, progress);
    shot.open = true;
    shot.done = this.uploaded(shot, progress).finally(() => {
      shot.open = false;
      this.settle();
    });
  }

  async uploaded(shot, progress) {
    try {
      await shot.made;
      const token = this.form.elements.namedItem("csrfmiddlewaretoken").value;
      shot.upload = await send(this.say.upload, token, shot.blob, progress);
      this.tell(shot, this.say.saySent);
    } catch (failure) {
      shot.bad = failure.final;
      const again = this.button(this.say.sayRetry, () => this.upload(shot));
      this.tell(shot, failure.message || this.say.sayFailed, again);
    }
  }

  tell(shot, words, ...buttons) {
    shot.words.replaceChildren(words, " ", ...buttons, this.button(this.say.sayRemove, () => this.remove(shot)));
  }

  // The field for a form that goes by itself, and a smaller button once there is a photo.
  settle() {
    this.ids.value = this.shots.filter((shot) => shot.upload).map((shot) => shot.upload).join(",");
    const shot = this.box.querySelector(".shot");
    shot.classList.toggle("small-shot", this.shots.length > 0);
    shot.querySelector("span").textContent = this.shots.length ? this.say.sayAnother : this.say.sayShoot;
  }

  remove(shot) {
    this.shots = this.shots.filter((one) => one !== shot);
    shot.card.remove();
    this.settle();
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
