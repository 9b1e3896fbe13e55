// The page reads without this: it only sorts tables by a column.
"use strict";
for (const table of document.querySelectorAll("table[data-sort]")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("span");
    const arrow = document.createElement("i");
    arrow.ariaHidden = "true";
    arrow.textContent = " ↕";
    button.setAttribute("role", "button");
    button.tabIndex = 0;
    button.append(...head.childNodes, arrow);
    head.append(button);
    const sort = () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) {
        other.removeAttribute("aria-sort");
        other.querySelector("i").textContent = " ↕";
      }
      arrow.textContent = down ? " ↓" : " ↑";
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].dataset.v ?? row.cells[column].textContent;
      const order = (a, b) => {
        const [one, two] = [key(a), key(b)];
        if (one === "" || two === "") return (one === "") - (two === "") || 0;
        const found = head.classList.contains("n") ? one - two : one.localeCompare(two, "ru", { numeric: true });
        return down ? -found : found;
      };
      body.append(...[...body.rows].sort(order));
    };
    button.addEventListener("click", sort);
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      sort();
    });
  });
}
