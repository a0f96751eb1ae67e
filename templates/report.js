// The filter of "Every question in full". Without scripts the page lacks only that: its form and its words wait
// in the page's `<template id="filter">`, and this puts them in its place.
(() => {
  'use strict';

  const template = document.getElementById('filter');
  if (!template) return;
  const chapter = template.parentElement;
  const articles = [...chapter.querySelectorAll('article.item')];
  if (articles.length < 2) return;

  const bar = template.content.firstElementChild.cloneNode(true);
  const search = bar.querySelector('input');
  const status = bar.querySelector('[role="status"]');
  const sections = [...chapter.querySelectorAll('section')];
  const items = articles.map((article) => ({ article, text: null }));

  // What no question has can't be chosen, and where all have the same there is no choice.
  const selects = [...bar.querySelectorAll('select')].filter((select) => {
    const there = new Set(articles.map((article) => article.dataset[select.dataset.by]));
    for (const option of [...select.options]) if (option.value && !there.has(option.value)) option.remove();
    if (select.options.length < 3) select.parentElement.remove();
    return select.options.length > 2;
  });

  // As people type: capitals, accents and kinds of apostrophe make no difference. Marks that are letters of a script of
  // their own, such as the vowels of Devanagari, stay.
  function plain(text) {
    return text.normalize('NFKD').replace(/\p{Script=Inherited}/gu, '').replace(/[\u2018\u2019]/g, "'").toUpperCase();
  }

  function textOf(item) {
    if (item.text === null) item.text = plain(item.article.textContent);
    return item.text;
  }

  function show(wanted) {
    const open = new Set();
    let shown = 0;
    for (const item of items) {
      const hit = wanted(item);
      if (item.article.hidden === hit) item.article.hidden = !hit;
      if (!hit) continue;
      shown += 1;
      for (let above = item.article.parentElement; above !== chapter; above = above.parentElement) open.add(above);
    }
    for (const section of sections) section.hidden = shown < items.length && !open.has(section);
    return shown;
  }

  function filter() {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const shown = show((item) => selects.every(({ value, dataset }) => !value || item.article.dataset[dataset.by] === value)
      && words.every((word) => textOf(item).includes(word)));
    const said = status.dataset.words.replace('{shown}', shown).replace('{all}', items.length);
    if (status.textContent !== said) status.textContent = said;
  }

  function filterInSight() {
    filter();
    // The hits begin below the filter; whoever is further down is brought there.
    const above = bar.previousElementSibling.getBoundingClientRect().bottom;
    if (above < 0) scrollBy(0, above);
  }

  function reset() {
    search.value = '';
    for (const select of selects) select.value = '';
    filter();
  }

  // Shows what a link leads to, and gives it if it was hidden.
  function reveal(hash) {
    const target = document.getElementById(hash.slice(1));
    if (!target || !target.closest('[hidden]')) return null;
    reset();
    return target;
  }

  let pause = 0;
  search.addEventListener('input', () => {
    clearTimeout(pause);
    // Not at every letter, for the count is read out.
    pause = setTimeout(filterInSight, 150);
  });
  for (const select of selects) select.addEventListener('change', filterInSight);
  bar.querySelector('button').addEventListener('click', reset);
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) reveal(link.hash);
  });
  addEventListener('hashchange', () => {
    const target = reveal(location.hash);
    if (target) target.scrollIntoView();
  });
  // Paper has all questions and no filter.
  addEventListener('beforeprint', () => {
    bar.hidden = true;
    show(() => true);
  });
  addEventListener('afterprint', () => {
    bar.hidden = false;
    filter();
  });

  filter();
  template.replaceWith(bar);
})();
