// What the validator asks of a report: everything that html-validate recommends, and what it asks of whole documents. What
// is switched off or changed has its reason here.

/** Attributes that a report may have besides `data-…` and `aria-…`. The validator itself lets unknown ones pass. */
const GLOBAL = ['class', 'dir', 'hidden', 'id', 'lang', 'role', 'tabindex'];
const OF = {
  a: ['href'],
  button: ['type'],
  html: [],
  img: ['alt', 'height', 'src', 'width'],
  input: ['autocomplete', 'checked', 'name', 'spellcheck', 'type', 'value'],
  label: ['for'],
  textarea: ['name', 'rows'],
  meta: ['charset', 'content', 'http-equiv', 'name'],
  option: ['value'],
  rect: ['height', 'width', 'x', 'y'],
  script: ['type'],
  svg: ['focusable', 'preserveAspectRatio', 'viewBox'],
  td: ['colspan', 'headers', 'rowspan'],
  th: ['colspan', 'rowspan', 'scope'],
};

export const isKnownAttribute = (element, name) => /^(data|aria)-[a-z-]+$/.test(name)
  || GLOBAL.includes(name) || (OF[element] ?? []).includes(name);

export const config = {
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    'known-attribute': 'error',
    // The ids of questions hold full stops, such as `eoa-2024_2.1_…`, which HTML allows. Without them, links that people
    // have to a question of an older report would not fit a newer one.
    'valid-id': ['error', { relaxed: true }],
    // A title of 70 letters is a wish of search engines. Ours names the institution and the period, however long.
    'long-title': 'off',
  },
};
