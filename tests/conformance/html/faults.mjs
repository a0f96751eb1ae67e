// A sound page, and faults to plant in it: each one change, with the check that must report it. So the checks are known
// to be able to fail.

import { createHash } from 'node:crypto';

const UNSEALED = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'HASH'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A sound page</title>
<style>
body { margin: 0 1rem; color: #1a1a1a; background: #fff; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
.scroll { overflow-x: auto; }
table { min-width: 46rem; }
</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header><h1>A sound page</h1></header>
<main>
<h2 id="content">Content</h2>
<template id="filter"><search class="filter" aria-label="Find"><label>Words <input type="search"></label></search></template>
<p>This is a phrase that it shows, and <a href="https://example.org/">a link</a>.</p>
<h3 id="deeper">Deeper</h3>
<div class="scroll" role="region" tabindex="0" aria-labelledby="caption">
<table>
<caption id="caption">Figures</caption>
<thead><tr><th scope="col">Year</th><th scope="col">Figure</th></tr></thead>
<tbody><tr><th scope="row">2025</th><td>62 %</td></tr></tbody>
</table>
</div>
</main>
<script>const waits = document.getElementById('filter'); waits.replaceWith(waits.content);</script></body>
</html>
`;

/** The page with the hash of the script of `from` in its policy. */
function sealed(page, from = page) {
  const [, script] = from.match(/<script>(.*?)<\/script>/s);
  return page.replace('HASH', () => `sha256-${createHash('sha256').update(script).digest('base64')}`);
}

export const SOUND = sealed(UNSEALED);

const SCRIPT = 'waits.replaceWith(waits.content);';

/**
 * `from` becomes `to`; the check whose name begins with `check` must then say `says`. With `policy: 'new'` the policy has the
 * hash of the changed script, with `policy: 'none'` there is no policy, else it is that of the sound page.
 */
export const FAULTS = [
  { name: 'a missing language', from: '<html lang="en">', to: '<html>', check: 'axe, 390 px', says: 'html-has-lang' },
  { name: 'a missing title', from: '<title>A sound page</title>', to: '', check: 'axe, 390 px', says: 'document-title' },
  { name: 'low contrast', from: '<p>This', to: '<p style="color: #aaa">This', check: 'axe, 1280 px', says: 'color-contrast' },
  { name: 'a table region that the keyboard misses', from: ' tabindex="0"', to: '', check: 'axe, 320 px', says: 'scrollable-region-focusable' },
  { name: 'content outside the landmarks', from: '<main>', to: '<p>Outside</p><main>', check: 'axe, 390 px', says: 'region' },
  { name: 'a skipped heading', from: '<h3 id="deeper">Deeper</h3>', to: '<h4 id="deeper">Deeper</h4>', check: 'one h1', says: 'level 4 after level 2' },
  { name: 'a second h1', from: '<h3 id="deeper">Deeper</h3>', to: '<h1 id="deeper">Deeper</h1>', check: 'one h1', says: '2 headings of level 1' },
  { name: 'a remote image', from: '<p>This', to: '<p><img src="https://example.org/a.png" alt="">This', policy: 'none', check: 'asks the network', says: 'example.org/a.png' },
  { name: 'a remote stylesheet', from: '<style>', to: '<style>@import url(https://example.org/a.css);', policy: 'none', check: 'asks the network', says: 'example.org/a.css' },
  { name: 'an image', from: '<p>This', to: '<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">This', check: 'only elements', says: '<img' },
  { name: 'a second script', from: '</main>', to: '</main><script>1</script>', check: 'only elements', says: '2 scripts' },
  { name: 'a script with an address', from: '<script>', to: '<script src="a.js">', check: 'as it is written', says: 'not plain' },
  { name: 'a control outside of the filter', from: '<p>This', to: '<p><button type="button">Press</button>This', check: 'only elements', says: '<button' },
  { name: 'a form in the template', from: '<label>Words', to: '<form></form><label>Words', check: 'as it is written', says: '<form>' },
  { name: 'another template', from: '<p>This', to: '<template id="more"></template><p>This', check: 'only elements', says: 'id="more"' },
  { name: 'a page that goes elsewhere', from: '<title>', to: '<meta http-equiv="refresh" content="9999"><title>', check: 'only elements', says: 'refresh' },
  { name: 'no policy', from: '<p>This', to: '<p>And this', policy: 'none', check: 'a policy', says: '0 policies' },
  { name: 'a policy for any script', from: "script-src '", to: "script-src 'unsafe-inline' '", check: 'a policy', says: "script-src allows 'unsafe-inline'" },
  { name: 'a policy that lets the page load', from: "default-src 'none'", to: 'default-src https:', check: 'a policy', says: 'default-src allows https:' },
  { name: 'a script that was changed', from: SCRIPT, to: `${SCRIPT} `, check: 'a policy', says: "the page's own script" },
  { name: 'a script that is blocked', from: SCRIPT, to: `${SCRIPT} `, check: 'no message on the console', says: 'Content Security Policy' },
  { name: 'low contrast in the filter', from: '<label>', to: '<label style="color: #aaa">', check: 'axe, 1280 px', says: 'color-contrast' },
  { name: 'low contrast that only a script mends', from: '<p>This', to: '<p style="color: #aaa">This', and: [SCRIPT, `${SCRIPT} document.querySelector('p').style.color = '#111';`], policy: 'new', check: 'axe, 1280 px, scripts blocked', says: 'color-contrast' },
  { name: 'a second style element', from: '</main>', to: '<style>p { color: #111 }</style></main>', check: 'only elements', says: 'style' },
  { name: 'an event handler', from: '<p>This', to: '<p onclick="1">This', check: 'no event handlers', says: 'onclick' },
  { name: 'a link that runs code', from: 'https://example.org/', to: 'java\tscript:alert(1)', check: 'no event handlers', says: 'href' },
  { name: 'a link to a file', from: 'https://example.org/', to: 'file:///etc/hosts', check: 'links lead', says: 'file:' },
  { name: 'an error on the console', from: SCRIPT, to: `${SCRIPT} throw new Error('planted');`, policy: 'new', check: 'no message on the console', says: 'planted' },
  { name: 'text that needs JavaScript', from: SCRIPT, to: `${SCRIPT} document.querySelector('main').append('more');`, policy: 'new', check: 'the same text', says: 'characters without it' },
  { name: 'an id that is there twice', from: 'id="deeper"', to: 'id="content"', check: 'ids are unique', says: 'content' },
  { name: 'a link that leads nowhere', from: 'href="#content"', to: 'href="#contents"', check: 'links and references', says: '#contents' },
  { name: 'a label that names nothing', from: 'aria-labelledby="caption"', to: 'aria-labelledby="captions"', check: 'links and references', says: 'captions' },
  { name: 'a page wider than 320 px', from: '<p>This', to: '<p style="width: 400px">This', check: 'no sideways scrolling, 320 px', says: 'px wide' },
  { name: 'a page that hides what is too wide', from: 'body {', to: 'body { overflow-x: hidden;', check: 'no sideways scrolling', says: 'hides' },
  { name: 'movement in spite of reduced motion', from: '.skip {', to: '@keyframes turn { to { opacity: 0.99 } } h2 { animation: turn 9s infinite; } .skip {', check: 'nothing moves', says: 'turn' },
  { name: 'a skip link that stays hidden', from: '.skip:focus { position: static; }', to: '', check: 'the first Tab', says: 'out of sight' },
  { name: 'text cut off when spaced out', from: '<p>This', to: '<p style="height: 2.5em; overflow: hidden">This', check: 'wider spacing', says: 'cut off' },
  { name: 'a phrase that is not shown', from: 'a phrase that it shows', to: 'a phrase', check: 'shows', says: 'not shown' },
];

/** The sound page with one fault in it. */
export function plant({ name, from, to, and, policy }) {
  let page = UNSEALED;
  for (const [before, after] of [[from, to], ...(and ? [and] : [])]) {
    if (page.split(before).length !== 2) throw new Error(`"${name}": the sound page must have its place once: ${before}`);
    page = page.replace(before, () => after);
  }
  if (policy === 'none') return page.replace(/<meta http-equiv.*\n/, '');
  return policy === 'new' ? sealed(page) : sealed(page, UNSEALED);
}
