// Faults to plant in a report, each with the check of script.mjs that must report it. So the checks are known to be able to
// fail.

import { createHash } from 'node:crypto';

const SCRIPT = /<script>([^]*?)<\/script>/;

/** The hash of the script in the policy, whose equals sign a template escapes. */
const HASH = /sha256-[A-Za-z0-9+/]+(=|&#x3D;)*/;

const hash = (script) => `sha256-${createHash('sha256').update(script).digest('base64')}`;

/**
 * `from` becomes `to`, once in the page. What is changed inside the script gets its new hash into the policy, or else it
 * would not run at all; with `sealed: false` the policy stays.
 */
export const FAULTS = [
  { name: 'a script that the policy does not know', from: "'use strict';", to: "'use strict' ;", sealed: false, check: 'no request, no message' },
  { name: 'a filter that does not come', from: "'use strict';", to: "'use strict' ;", sealed: false, check: 'the filter stands' },
  { name: 'a missing script', from: SCRIPT, to: '', check: 'the filter stands' },
  { name: 'an error in the script', from: "'use strict';", to: "'use strict'; setTimeout(() => missing);", check: 'no request, no message' },
  { name: 'a script that asks the network', from: "'use strict';", to: "'use strict'; fetch('https://example.org/').catch(() => {});", check: 'no request, no message' },
  { name: 'a style that the policy forbids', from: "'use strict';", to: "'use strict'; document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'data:text/css,' }));", check: 'no request, no message' },
  { name: 'a count read out at once', from: '<p role="status"', to: '<p role="status" aria-live="assertive"', check: 'the filter stands' },
  { name: 'a filter that is there without scripts', from: /<template id="filter">([^]*?)<\/template>/, to: '$1', check: 'without scripts: no filter' },
  { name: 'questions that need scripts', from: '</style>', to: '@media (scripting: none) { .narrative { visibility: hidden } }</style>', check: 'without scripts: every question' },
  { name: 'a question that is hidden from the start', from: /<article class="item"/, to: '<article hidden class="item"', check: 'without scripts: every question' },
  { name: 'one word that is enough', from: 'words.every(', to: '!words.length || words.some(', check: 'words: all of them' },
  { name: 'capitals that matter', from: '.toUpperCase()', to: '', check: 'words: all of them' },
  { name: 'accents that matter', from: ".replace(/\\p{Script=Inherited}/gu, '')", to: '', check: 'words: all of them' },
  { name: 'text that is not looked at', from: 'item.article.textContent', to: "item.article.querySelector('h4').textContent", check: 'words: the id' },
  { name: 'a wrong count', from: "'{shown}', shown", to: "'{shown}', shown + 1", check: 'words that are nowhere' },
  { name: 'paragraphs left empty', from: '!open.has(section)', to: 'false', check: 'words that are nowhere' },
  { name: 'a button that forgets the words', from: "search.value = '';", to: '', check: 'the button shows all' },
  { name: 'a button that forgets the choices', from: "select.value = '';", to: '', check: 'by status' },
  { name: 'a choice that chooses nothing', from: 'dataset[dataset.by] === value', to: 'dataset[dataset.by] !== null', check: 'by status' },
  { name: 'a status that is not offered', from: '<option value="unanswered">', to: '<option value="closed">', check: 'by status' },
  { name: 'a question without a group', from: / data-group="\w+"/, to: '', check: 'by group' },
  { name: 'a sign that differs', from: /(<p class="answer sign-)\w+/, to: '$1late', check: 'the sign beside' },
  { name: 'links that lead to nothing', from: 'if (link) reveal', to: 'if (link && !link) reveal', check: 'a link to a hidden' },
  { name: 'addresses that lead to nothing', from: "'hashchange'", to: "'hashchanged'", check: 'an address of a hidden' },
  { name: 'places behind the filter', from: 'scroll-margin-top', to: 'margin-top', check: 'a link to a hidden' },
  { name: 'chapters that can not be reached', from: '<h2 id="applicability">', to: '<h2 id="applicability" style="margin-top: -900px; padding-bottom: 900px">', check: 'links of the contents' },
  { name: 'a reader left behind', from: 'scrollBy(0, above)', to: 'void above', check: 'whoever filters' },
  { name: 'paper with hits only', from: 'show(() => true);', to: '', check: 'paper has' },
  { name: 'a filter on paper', from: 'bar.hidden = true;', to: '', check: 'paper has' },
  { name: 'a filter lost after printing', from: /'afterprint', \(\) => \{[^]*?\}\);/, to: "'afterprint', () => {});", check: 'paper has' },
  { name: 'a focus that can not be seen', from: /\.filter :focus-visible \{[^}]*\}/, to: '.filter :focus { outline: none }', check: 'with the keyboard' },
  { name: 'a control that the keyboard misses', from: '<button type="button">', to: '<button type="button" tabindex="-1">', check: 'with the keyboard' },
];

/** The page with one fault in it. */
export function plant(html, { name, from, to, sealed = true }) {
  const planted = html.replace(from, typeof from === 'string' ? () => to : to);
  if (planted === html) throw new Error(`"${name}": the page does not have its place`);
  const [old] = html.match(SCRIPT)?.slice(1) ?? [];
  const [changed] = planted.match(SCRIPT)?.slice(1) ?? [];
  return sealed && old !== changed && changed !== undefined ? planted.replace(HASH, () => hash(changed)) : planted;
}
