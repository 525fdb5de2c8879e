// Small help on top of a page that is whole without it: the columns of plain tables can be sorted.
(() => {
  "use strict";
  const said = document.getElementById("sorting");
  const words = said.dataset;
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const orders = { number: ["descending", "ascending", "none"], text: ["ascending", "descending", "none"] };

  // The number that a cell shows first: "−0.29 [−0.46, −0.12]" is −0.29, "<.001" is .001, a dash is none.
  const number = (cell) => parseFloat(cell.textContent.trim().replace(/^[<>=\s]+/, "").replace("\u2212", "-").replace(",", "."));

  const byNumber = (place, sign) => (a, b) => {
    const [x, y] = [number(a.cells[place]), number(b.cells[place])];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
    return sign * (x - y);
  };
  const byWords = (place, sign) => (a, b) =>
    sign * order.compare(a.cells[place].textContent, b.cells[place].textContent);

  for (const table of document.querySelectorAll("table.sortable")) {
    const body = table.tBodies[0];
    const given = [...body.rows];
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    heads.forEach((head, place) => {
      const label = head.textContent;
      const button = document.createElement("button");
      button.type = "button";
      button.title = words.action;
      button.append(...head.childNodes);
      head.append(button);
      const kind = head.classList.contains("number") ? "number" : "text";
      button.addEventListener("click", () => {
        const now = orders[kind].indexOf(head.getAttribute("aria-sort") || "none");
        const direction = orders[kind][(now + 1) % 3];
        for (const other of heads) other.removeAttribute("aria-sort");
        const compare = kind === "number" ? byNumber : byWords;
        const sign = direction === "ascending" ? 1 : -1;
        const sorted = direction === "none" ? given : [...given].sort(compare(place, sign));
        if (direction !== "none") head.setAttribute("aria-sort", direction);
        body.append(...sorted);
        said.textContent = `${label}: ${words[direction]}`;
      });
    });
  }
})();
