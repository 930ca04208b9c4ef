// A signing key on the client's own device (tier A): WebCrypto ECDSA P-256, not exportable, kept in IndexedDB.
// Without this file, or without a key, every form is sent as it is and the gateway signs with the key it keeps (tier C).
"use strict";

(() => {
  const HALF = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;
  const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const P256 = { name: "ECDSA", namedCurve: "P-256" };
  const utf8 = new TextEncoder();
  const page = document.querySelector("[data-client]");
  if (!page || !window.isSecureContext || !window.crypto?.subtle || !window.indexedDB) return;
  const client = page.dataset.client; // whose browser it is
  const about = page.dataset.about || client; // about whom is signed: under a machtiging somebody else

  // --- bytes

  const b64url = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const unb64url = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const sha256 = (text) => crypto.subtle.digest("SHA-256", utf8.encode(text));

  // --- the key: one for each client that uses this browser

  const store = (mode, ask) =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open("wijkdossier", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("sleutels");
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const database = opening.result;
        const work = database.transaction("sleutels", mode);
        const asked = ask(work.objectStore("sleutels"));
        work.oncomplete = () => { database.close(); resolve(asked.result); };
        work.onabort = work.onerror = () => { database.close(); reject(work.error); };
      };
    });
  const load = async () => {
    const key = await store("readonly", (keys) => keys.get(client));
    // Before there were delegates, what was signed last was of one client alone.
    return key?.last?.hash ? { ...key, last: { [client]: key.last } } : key;
  };
  const save = (key) => store("readwrite", (keys) => keys.put(key, client));

  const named = async ({ crv, kty, x, y }) => {
    // RFC 7638: the members in this order and no other.
    const kid = b64url(await sha256(JSON.stringify({ crv, kty, x, y })));
    return { kid, jwk: { crv, kty, x, y }, last: {} };
  };
  const make = async () => {
    const pair = await crypto.subtle.generateKey(P256, false, ["sign"]);
    return { ...(await named(await crypto.subtle.exportKey("jwk", pair.publicKey))), private: pair.privateKey };
  };
  const makePasskey = async (name) => {
    const made = await passkey.make(page.dataset.audience, name);
    return { ...(await named(made.jwk)), passkey: made.id };
  };

  const sign = async (key, text) => {
    if (key.passkey) return passkey.sign(page.dataset.audience, key.passkey, text);
    const raw = new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key.private, utf8.encode(text)));
    const s = BigInt("0x" + hex(raw.slice(32)));
    if (s > HALF) {
      // Only the lower of the two signatures that are both valid is taken.
      const low = (ORDER - s).toString(16).padStart(64, "0");
      raw.set(low.match(/../g).map((byte) => parseInt(byte, 16)), 32);
    }
    return `${text}.${b64url(raw)}`;
  };

  const { check, isPassing } = checks(page);

  const show = (form, policy) => {
    const panel = form.querySelector("[data-signing]");
    const list = panel.querySelector("ul");
    // What has rules is said by these, a machtiging by its own sentence.
    const said = policy.rules?.map((rule) => rule.text) ?? [policy.text].filter(Boolean);
    list.replaceChildren(...said.map((textContent) => Object.assign(document.createElement("li"), { textContent })));
    panel.hidden = false;
  };

  const stop = (form, name) => {
    for (const message of form.querySelectorAll("[data-wrong]")) message.hidden = message.dataset.wrong !== name;
  };

  const signForm = async (form, key) => {
    const asked = new FormData(form);
    asked.set("sleutel", key.kid);
    asked.set("doel", form.dataset.sign);
    // Url-encoded, as the form itself would send it: pages take nothing else.
    const sent = { method: "POST", body: new URLSearchParams(asked) };
    const answer = await fetch(form.dataset.prepare ?? "/mijn/delen/voorbereiden", sent);
    // What can be mended is told on the page that the form itself leads to.
    if (answer.status === 422 || (form.dataset.cid && answer.status < 500 && !answer.ok)) return form.submit();
    if (!answer.ok) return stop(form, "sleutel");
    const { tekenen } = await answer.json();
    const policy = JSON.parse(new TextDecoder().decode(unb64url(tekenen.split(".")[1])));
    if (!check(form, policy, key)) return stop(form, "anders");
    show(form, policy);
    form.elements.token.value = await sign(key, tekenen);
    // What the own policy said last is kept to compare the next with; the rest is no policy of one's own.
    const signed = { hash: hex(await sha256(tekenen)), rules: policy.rules };
    if (!isPassing(form)) await save({ ...key, last: { ...key.last, [about]: signed } });
    form.submit();
  };

  // --- the pages

  /** Shows what this browser can do here. Returns the key that signs, or nothing where the gateway's own does. */
  const start = async () => {
    const key = await load();
    const isAmong = (kids = "") => Boolean(key) && kids.split(" ").includes(key.kid);
    const signs = isAmong(page.dataset.keys);
    // A key of this browser that signs elsewhere can be used here too, unless it signs here no more.
    const spare = key && !signs && !isAmong(page.dataset.ended) && document.querySelector("[data-device=spare]");
    const state = signs ? "own" : spare ? "spare" : "none";
    for (const part of document.querySelectorAll("[data-device]"))
      part.hidden =
        part.dataset.device !== state ||
        ("makePasskey" in part.dataset && !passkey.available(page.dataset.audience));
    // What waits and lapses with this signature: of the key that signs here.
    for (const note of document.querySelectorAll("[data-lapses]"))
      note.hidden = signs ? !isAmong(note.dataset.lapses) : !note.dataset.kept;
    return signs ? key : null;
  };

  for (const user of document.querySelectorAll("form[data-use-key]"))
    user.addEventListener("submit", async (event) => {
      event.preventDefault();
      const key = await load();
      user.elements.jwk.value = JSON.stringify(key.jwk);
      user.elements.vorm.value = key.passkey ? "webauthn" : "jws";
      user.submit();
    });

  for (const maker of document.querySelectorAll("form[data-make-key], form[data-make-passkey]"))
    maker.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const key = "makePasskey" in maker.dataset ? await makePasskey(maker.dataset.makePasskey) : await make();
        await save(key);
        maker.elements.jwk.value = JSON.stringify(key.jwk);
        maker.submit();
      } catch {
        stop(maker, "passkey"); // who says no to their device has no key, and reads so
      }
    });

  // Who presses before the key is found waits for it: nothing is signed by the gateway because somebody was quick.
  const started = start().catch(() => null).finally(() => page.setAttribute("data-ready", ""));
  for (const form of document.querySelectorAll("form[data-sign]"))
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const key = await started;
      if (key) await signForm(form, key).catch(() => stop(form, "sleutel"));
      else form.submit();
    });
})();
