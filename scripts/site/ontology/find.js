/* A search box and sorting headers for the table behind each .term-search. */
(() => {
  const plain = text => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const value = cell => {
    const text = cell ? cell.textContent.trim() : "";
    const number = Number(text.replace("−", "-"));
    return text === "" || Number.isNaN(number) ? plain(text) : number;
  };
  // Numbers before words; what is empty comes last, whichever way it is sorted.
  const compare = (one, other, way) => {
    if (one === "" || other === "") return (one === "") - (other === "");
    if (typeof one !== typeof other) return way * (typeof one === "number" ? -1 : 1);
    return way * (one < other ? -1 : one > other ? 1 : 0);
  };

  const equip = box => {
    const table = [...document.querySelectorAll("table")].find(
      each => box.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (!table || box.firstChild) return;
    const data = [...document.querySelectorAll("script.term-words")].find(
      each => box.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
    const { words, lists } = JSON.parse(data.textContent);
    const rows = [...table.tBodies[0].rows];
    const texts = rows.map(row => {
      const own = (words[row.cells[0].textContent.trim()] || "")
        .replace(/<([^>]+)>/g, (_, name) => ` ${lists[name] || ""} `);
      return { shown: plain(row.textContent), words: plain(own).split(/\s+/) };
    });

    const input = document.createElement("input");
    input.type = "search";
    input.placeholder = box.dataset.label;
    input.setAttribute("aria-label", box.dataset.label);
    const count = document.createElement("span");
    count.setAttribute("role", "status");
    box.append(input, count);
    input.addEventListener("input", () => {
      const wanted = plain(input.value).split(/\s+/).filter(Boolean);
      let left = 0;
      rows.forEach((row, number) => {
        const { shown, words: own } = texts[number];
        const fits = wanted.every(part => shown.includes(part) || own.some(word => word.startsWith(part)));
        row.hidden = !fits;
        left += fits ? 1 : 0;
      });
      count.textContent = wanted.length ? `${left} of ${rows.length}` : "";
    });

    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.title = `Sort by ${head.textContent}`;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        [...table.tHead.rows[0].cells].forEach(each => each.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const sorted = rows.map((row, number) => ({ row, number, key: value(row.cells[column]) }));
        sorted.sort((one, other) => compare(one.key, other.key, down ? -1 : 1) || one.number - other.number);
        table.tBodies[0].append(...sorted.map(each => each.row));
      });
    });
  };

  document.querySelectorAll(".term-search").forEach(equip);
})();
