// Who works on the project, how fast, how well, and an address for somebody new.

import { post } from "./api.js";
import { h } from "./dom.js";
import { notice } from "./notices.js";
import { number, share, table } from "./project.js";

export function peopleTable(people, app) {
  const row = (person) => h("tr", {}, h("th", {}, person.name), h("td", {}, person.role ?? ""), number(person.done), number(person.last_hour),
    number(person.per_hour), share(person.agreed), number(person.kappa, 2), h("td.number", {}, person.gold_seen ? `${Math.round(person.gold_right * 100)} % of ${person.gold_seen}` : "–"),
    number(person.confirmed_unseen));
  const heads = ["", "Role", ["Answers"], ["In the last hour"], ["An hour of work"], ["Agreed"], ["Kappa"], ["Gold right"], ["Confirmed unseen"]];
  return h("section", {}, h("h2", {}, "People"), table(heads, people.map(row)), app.may("admin") ? newPerson(app) : null);
}

function newPerson(app) {
  const name = h("input", { type: "text", placeholder: "name", maxLength: 100, "aria-label": "Name" });
  const role = h("select", { "aria-label": "Role" }, ["labeler", "adjudicator", "admin"].map((value) => h("option", {}, value)));
  const shown = h("code.address");
  const make = async () => {
    try {
      const made = await post("api/people", { name: name.value.trim(), role: role.value });
      shown.textContent = made.url ?? "";
      notice(`${made.name}'s own address is shown once: pass it on.`, "good");
      app.progress.ask();
    } catch (error) {
      notice(error.message, "bad");
    }
  };
  return h("div.row.under", {}, name, role, h("button", { type: "button", onclick: make }, "Make an address for this person"), shown);
}
