// What a device signs must be what the form says (docs/decisions/0054): the document that the server made is taken apart
// and compared with the form, and with what this device signed before. sleutel.js signs only what passes here.
"use strict";

globalThis.checks = (page) => {
  const about = page.dataset.about || page.dataset.client; // about whom is signed

  const dutchDay = (seconds) =>
    new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Amsterdam" }).format(new Date(seconds * 1000));
  const same = (left, right) => JSON.stringify(left) === JSON.stringify(right);
  // What was signed on this device last for this client, when the document builds on it.
  const stoodBefore = (key, policy) => {
    const last = key.last?.[about];
    return last && last.hash === policy.prev ? last.rules : null;
  };
  const isIn = (rules) => (rule) => rules.some((other) => same(other, rule));
  const isOurs = (document) => document.cid === about && document.aud === page.dataset.audience;
  const hasOnly = (object, names) => same(Object.keys(object).sort(), names);
  const isAbout = (party) => (rule) => `${rule.who.kind}:${rule.who.id}` === party;

  const matches = (form, policy, key) => {
    const said = new FormData(form);
    const party = said.get("met");
    const mine = policy.rules.filter(isAbout(party));
    const others = policy.rules.filter((rule) => !isAbout(party)(rule));
    const stood = stoodBefore(key, policy);
    if (!isOurs(policy)) return false;
    // What was signed on this device before stays as it was, apart from this one party.
    if (stood && !same(others, stood.filter((rule) => !isAbout(party)(rule)))) return false;
    // What was forbidden to this party stays, whatever is shared or stopped.
    const forbids = (rule) => rule.effect === "deny";
    if (stood && !stood.filter(isAbout(party)).filter(forbids).every(isIn(mine))) return false;
    if (form.dataset.sign === "stoppen") return mine.every((rule) => rule.effect === "deny");
    // What nobody may see, this party may not see either: denies may come along with the one permit.
    const permits = mine.filter((rule) => rule.effect === "permit");
    const says = (rule) =>
      same(Object.keys(rule.what), ["domain"]) &&
      same(rule.what.domain, said.getAll("wat").sort()) &&
      same(rule.how, [said.get("hoe") === "contact" ? "contact-only" : "see"]) &&
      rule.nbf === undefined &&
      dutchDay(rule.exp - 1) === said.get("tot");
    // Beside what a delegate adds stands what the client shares with this party beyond the mandate.
    return permits.filter(says).length === 1 && (Boolean(page.dataset.adds) || permits.length === 1);
  };

  // Nobody sees this: what stood stays, and everything that is new forbids.
  const matchesNobody = (form, policy, key) => {
    const chosen = new FormData(form).get("leven");
    const what = { [form.dataset.member]: chosen ? [chosen] : form.dataset.values.split(" ").sort() };
    const stood = stoodBefore(key, policy);
    return (
      isOurs(policy) &&
      policy.rules.some((rule) => rule.effect === "deny" && rule.who.kind === "any" && !rule.how && same(rule.what, what)) &&
      (!stood || (stood.every(isIn(policy.rules)) &&
        policy.rules.every((rule) => isIn(stood)(rule) || rule.effect === "deny")))
    );
  };

  // Taking that away: nothing new, and nothing else gone.
  const matchesRelease = (form, policy, key) => {
    const id = new FormData(form).get("regel");
    const goes = (rule) => rule.id === id || rule.id.startsWith(`bij-${id.slice(0, 24)}-`);
    const stood = stoodBefore(key, policy);
    return (
      isOurs(policy) && !policy.rules.some(goes) &&
      (!stood || same(policy.rules, stood.filter((rule) => !goes(rule))))
    );
  };

  // Yes to what somebody proposes: what stood stays, and everything that is new is a sentence on the page.
  const matchesProposal = (form, policy, key) => {
    const said = Array.from(form.querySelectorAll(".proposed li"), (line) => line.textContent);
    const stood = stoodBefore(key, policy);
    return (
      isOurs(policy) && said.every((text) => policy.rules.some((rule) => rule.text === text)) &&
      (!stood || (stood.every(isIn(policy.rules)) &&
        policy.rules.every((rule) => isIn(stood)(rule) || said.includes(rule.text))))
    );
  };

  // For one meeting: this one, the people on the page, for a few hours.
  const matchesTable = (form, given) => {
    const said = new FormData(form);
    const how = [said.get("hoe") === "contact" ? "contact-only" : "see"];
    return (
      given.fmt === "nl-overlegtoestemming/1" && isOurs(given) &&
      given.meeting === said.get("overleg") && given.exp - given.iat <= 4 * 3600 &&
      same(given.rules.map((rule) => rule.who.id).sort(), form.dataset.people.split(" ").sort()) &&
      given.rules.every(
        (rule) =>
          rule.effect === "permit" && rule.who.kind === "person" && rule.exp === given.exp &&
          same(rule.why, ["MDO"]) && same(rule.how, how) && same(Object.keys(rule.what), ["domain"]) &&
          same(rule.what.domain, said.getAll("wat").sort())
      )
    );
  };

  // Somebody may sign for the client: the one on the page with their own key, about these parts, until that day, and no
  // word more.
  const matchesMandate = (form, given) => {
    const asked = Array.from(form.querySelectorAll("[name=wat]"), (input) => [input.value, input.dataset.label]);
    const covers = given.scope?.map((rule) => [rule.what?.domain?.[0], rule.text]);
    return (
      given.fmt === "nl-machtiging/1" && isOurs(given) &&
      hasOnly(given, ["aud", "cid", "delegate", "exp", "fmt", "iat", "jti", "jwk", "nbf", "scope", "text"]) &&
      given.delegate === form.dataset.delegate && given.text === form.querySelector("[data-text]").textContent &&
      same(given.jwk, { crv: "P-256", kty: "EC", x: form.dataset.x, y: form.dataset.y }) &&
      given.nbf === given.iat && dutchDay(given.exp - 1) === new FormData(form).get("tot") &&
      same(covers.sort(), asked.sort()) &&
      given.scope.every(
        (rule) =>
          hasOnly(rule, ["effect", "id", "text", "what", "who"]) && rule.effect === "permit" &&
          same(rule.who, { kind: "any" }) && same(Object.keys(rule.what), ["domain"]) && rule.what.domain.length === 1
      )
    );
  };

  // They do so no more: this one mandate, and nothing else.
  const matchesWithdrawal = (form, given) =>
    given.fmt === "nl-intrekking/1" && isOurs(given) &&
    hasOnly(given, ["aud", "cid", "fmt", "iat", "jti", "mandate", "text"]) &&
    given.mandate === new FormData(form).get("machtiging") &&
    given.text === form.querySelector("[data-text]").textContent;

  // At the desk the registrar signs: for whom the page is, with this key, and what the form or the paper says.
  const matchesBinding = (form, bound, key) => {
    const device = form.elements.jwk ? JSON.parse(form.elements.jwk.value) : key.jwk;
    return (
      bound.fmt === "nl-sleutelbinding/1" && bound.cid === form.dataset.cid && bound.holder === form.dataset.cid &&
      bound.aud === page.dataset.audience && bound.registrar === form.dataset.registrar && bound.assurance === "balie" &&
      bound.tier === (form.elements.jwk ? "A" : "D") && bound.jwk.x === device.x && bound.jwk.y === device.y
    );
  };
  const matchesPaper = (form, policy) => {
    const said = new FormData(form);
    const permits = policy.rules.filter(isAbout(said.get("met"))).filter((rule) => rule.effect === "permit");
    const [rule] = permits;
    return (
      policy.cid === form.dataset.cid && policy.aud === page.dataset.audience && permits.length === 1 &&
      same(Object.keys(rule.what), ["domain"]) && same(rule.what.domain, said.getAll("wat").sort()) &&
      same(rule.how, [said.get("hoe") === "contact" ? "contact-only" : "see"]) && rule.nbf === undefined &&
      dutchDay(rule.exp - 1) === said.get("tot")
    );
  };

  const CHECKS = {
    overleg: matchesTable, niemand: matchesNobody, vrijgeven: matchesRelease, voorstel: matchesProposal,
    machtiging: matchesMandate, intrekken: matchesWithdrawal,
    apparaat: matchesBinding, papiersleutel: matchesBinding, papier: matchesPaper,
  };
  const PASSING = new Set(["overleg", "machtiging", "intrekken", "apparaat", "papiersleutel", "papier"]);

  return {
    check: (form, policy, key) => (CHECKS[form.dataset.sign] ?? matches)(form, policy, key),
    // Not a policy of one's own, to compare the next one with.
    isPassing: (form) => PASSING.has(form.dataset.sign),
  };
};
