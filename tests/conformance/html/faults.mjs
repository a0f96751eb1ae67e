// A sound page, and faults to plant in it: each one change, with the check that must report it. So the checks are known
// to be able to fail.

export const SOUND = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
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
</body>
</html>
`;

/** `from` becomes `to`; the check whose name begins with `check` must then say `says`. */
export const FAULTS = [
  { name: 'a missing language', from: '<html lang="en">', to: '<html>', check: 'axe', says: 'html-has-lang' },
  { name: 'a missing title', from: '<title>A sound page</title>', to: '', check: 'axe', says: 'document-title' },
  { name: 'low contrast', from: '<p>This', to: '<p style="color: #aaa">This', check: 'axe, 1280 px', says: 'color-contrast' },
  { name: 'a table region that the keyboard misses', from: ' tabindex="0"', to: '', check: 'axe, 320 px', says: 'scrollable-region-focusable' },
  { name: 'content outside the landmarks', from: '<main>', to: '<p>Outside</p><main>', check: 'axe', says: 'region' },
  { name: 'a skipped heading', from: '<h3 id="deeper">Deeper</h3>', to: '<h4 id="deeper">Deeper</h4>', check: 'one h1', says: 'level 4 after level 2' },
  { name: 'a second h1', from: '<h3 id="deeper">Deeper</h3>', to: '<h1 id="deeper">Deeper</h1>', check: 'one h1', says: '2 headings of level 1' },
  { name: 'a remote image', from: '<p>This', to: '<p><img src="https://example.org/a.png" alt="">This', check: 'asks the network', says: 'example.org/a.png' },
  { name: 'a remote stylesheet', from: '<style>', to: '<style>@import url(https://example.org/a.css);', check: 'asks the network', says: 'example.org/a.css' },
  { name: 'an image', from: '<p>This', to: '<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">This', check: 'only elements', says: '<img' },
  { name: 'a script', from: '</main>', to: '</main><script>1</script>', check: 'only elements', says: '<script' },
  { name: 'a second style element', from: '</main>', to: '<style>p { color: #111 }</style></main>', check: 'only elements', says: 'style' },
  { name: 'an event handler', from: '<p>This', to: '<p onclick="1">This', check: 'no event handlers', says: 'onclick' },
  { name: 'a link that runs code', from: 'https://example.org/', to: 'java\tscript:alert(1)', check: 'no event handlers', says: 'href' },
  { name: 'a link to a file', from: 'https://example.org/', to: 'file:///etc/hosts', check: 'links lead', says: 'file:' },
  { name: 'an error on the console', from: '</main>', to: '</main><script>throw new Error("planted")</script>', check: 'no message on the console', says: 'planted' },
  { name: 'text that needs JavaScript', from: '</main>', to: '</main><script>document.querySelector("main").append("more")</script>', check: 'the same text', says: 'characters without it' },
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
export function plant({ name, from, to }) {
  if (SOUND.split(from).length !== 2) throw new Error(`"${name}": the sound page must have its place once`);
  return SOUND.replace(from, () => to);
}
