"use strict";
const form = document.getElementById("filter");
if (form) {
  const files = [...document.querySelectorAll(".file")].map((element) => ({
    element, words: element.textContent.toLowerCase(), rules: element.dataset.rules.split(" "), state: element.dataset.state,
  }));
  const words = document.getElementById("words"), rule = document.getElementById("rule");
  const shown = document.getElementById("shown");
  const apply = () => {
    const states = new Set([...form.querySelectorAll("input:checked")].map((box) => box.value));
    const wanted = words.value.trim().toLowerCase();
    let count = 0;
    for (const file of files) {
      const fits = states.has(file.state) && file.words.includes(wanted) &&
        (!rule.value || file.rules.includes(rule.value));
      file.element.hidden = !fits;
      count += fits;
    }
    shown.textContent = `显示 ${count} / ${files.length} 个`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
}
