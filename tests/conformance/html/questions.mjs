// Questions asked inside the page. Each is sent to the browser by itself, so none uses anything outside its own body,
// and each answers with a list of findings; an empty list is a pass. `text` and `policy` alone answer with what they found.

/** The text of the page, white space made even, without the filter, which is there only with scripts. */
export function text() {
  const body = document.body.cloneNode(true);
  for (const element of body.querySelectorAll('script, .filter')) element.remove();
  return body.textContent.replace(/\s+/g, ' ').trim();
}

/** The policies of the page, whether they come before all that they are for, and its scripts. */
export function policy() {
  const metas = [...document.querySelectorAll('meta[http-equiv="Content-Security-Policy" i]')];
  return {
    policies: metas.map((meta) => meta.content),
    first: document.querySelector('meta[http-equiv], style, link, script, body *') === metas[0],
    scripts: [...document.scripts].filter((script) => script.type !== 'application/json').map((script) => script.textContent),
  };
}

/** The page itself is never wider than the window; wide tables scroll inside their own region. */
export function sideways() {
  const root = document.documentElement;
  const found = [];
  for (const element of [root, document.body]) {
    const overflow = getComputedStyle(element).overflowX;
    if (!['visible', 'auto'].includes(overflow)) found.push(`${element.localName} hides what is too wide (overflow-x: ${overflow})`);
  }
  if (root.scrollWidth <= innerWidth) return found;
  const scrolls = (element) => element !== null && element !== document.body
    && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
  const wide = [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5 && !scrolls(element.parentElement))
    .slice(0, 5)
    .map((element) => `<${element.localName} class="${element.getAttribute('class') ?? ''}"> reaches ${Math.round(element.getBoundingClientRect().right)} px`);
  return [...found, `the page is ${root.scrollWidth} px wide in a window of ${innerWidth} px`, ...wide];
}

export function moving() {
  return document.getAnimations().map((animation) => `${animation.animationName ?? animation.transitionProperty ?? 'an animation'} runs`);
}

/**
 * A report is text, tables and drawn charts, at most one filter with the script that puts it there, in a checklist the
 * fields to fill in, and a logo that the page itself holds; anything else was put there by somebody else.
 */
export function foreignElements() {
  const set = (names) => new Set(names.split(' '));
  const known = set(
    'html head meta title style body header nav main section article footer aside div span p br hr h1 h2 h3 h4 h5 h6 '
    + 'a strong em b i small sup sub code abbr time cite q blockquote ul ol li dl dt dd '
    + 'table caption colgroup col thead tbody tfoot tr th td figure figcaption svg g rect path circle text line script template search',
  );
  const ofFilter = set('search label input select option button p');
  const ofChecklist = (element) => ['label', 'textarea'].includes(element.localName)
    || (element.localName === 'input' && ['checkbox', 'text'].includes(element.type));
  const isLogo = (element) => element.matches('.cover > .logo > img') && /^data:image\/(png|svg\+xml);base64,/.test(element.getAttribute('src'));
  const checklist = document.querySelector('.audit') !== null;
  const foreign = [...document.querySelectorAll('*')].filter((element) => !(element.closest('search.filter') ? ofFilter : known).has(element.localName)
    && !(checklist && ofChecklist(element)) && !isLogo(element));
  const found = foreign.map((element) => `${element.outerHTML.slice(0, 160)}`);

  const styles = document.querySelectorAll('style').length;
  if (styles > 1 || document.querySelector('body style')) found.push(`${styles} style elements, of which one may stand in the head`);
  // The manifest is data, which no browser runs.
  const manifest = document.body.querySelector(':scope > script#manifest[type="application/json"]:last-child');
  const scripts = [...document.scripts].filter((script) => script !== manifest);
  const last = manifest ? manifest.previousElementSibling : document.body.lastElementChild;
  if (scripts.length > 1) found.push(`${scripts.length} scripts`);
  for (const script of scripts) {
    if (script !== last || script.attributes.length > 0) found.push('a script that is not plain and last in the page');
  }
  const templates = [...document.querySelectorAll('template')];
  if (templates.length + document.querySelectorAll('search').length > 1) found.push('more than one template or filter');
  for (const { id, content } of templates) {
    const inside = [...content.querySelectorAll('*')];
    const odd = inside.find((element) => !ofFilter.has(element.localName));
    if (id !== 'filter' || odd) found.push(`<template id="${id}"> with <${odd?.localName}>`);
  }
  const equivalents = [...document.querySelectorAll('meta[http-equiv]')].map((meta) => meta.httpEquiv);
  for (const name of equivalents) if (name.toLowerCase() !== 'content-security-policy') found.push(`a meta element with http-equiv="${name}"`);
  return found;
}

export function handlers() {
  const code = /^[\s\u0000-\u0020]*(javascript|vbscript|data)\s*:/i;
  const found = [];
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      const compact = value.replace(/[\s\u0000-\u0020]/g, '');
      const picture = /^data:image\/(png|svg\+xml);base64,/.test(value) && element.localName === 'img';
        const address = !picture && ['href', 'src', 'action', 'formaction', 'xlink:href', 'style'].includes(name);
      if (/^on/i.test(name) || name === 'srcdoc' || (address && code.test(compact))) {
        found.push(`<${element.localName} ${name}="${value.slice(0, 100)}">`);
      }
    }
  }
  return found;
}

export function strangeLinks() {
  return [...document.querySelectorAll('[href]')]
    .map((element) => element.getAttribute('href'))
    .filter((href) => !/^(https?:\/\/|#)/i.test(href))
    .map((href) => `href="${href.slice(0, 160)}"`);
}

export function headings() {
  const all = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6, [role="heading"]')];
  const level = (element) => Number(element.getAttribute('aria-level') ?? element.localName.slice(1));
  const firsts = all.filter((element) => level(element) === 1).length;
  const found = firsts === 1 ? [] : [`${firsts} headings of level 1`];
  let before = 0;
  for (const heading of all) {
    if (level(heading) > before + 1) found.push(`level ${level(heading)} after level ${before}: ${heading.textContent.trim().slice(0, 80)}`);
    if (heading.textContent.trim() === '') found.push(`an empty heading of level ${level(heading)}`);
    before = level(heading);
  }
  return found;
}

export function doubleIds() {
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  const odd = ids.filter((id) => id === '' || /\s/.test(id));
  return [...twice.map((id) => `id="${id}" twice`), ...odd.map((id) => `id="${id}"`)];
}

export function deadReferences() {
  const found = [];
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    const id = decodeURIComponent(link.getAttribute('href').slice(1));
    if (id === '' || !document.getElementById(id)) found.push(`href="#${id}" leads nowhere`);
  }
  for (const attribute of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-details', 'headers', 'for']) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of element.getAttribute(attribute).split(/\s+/).filter(Boolean)) {
        if (!document.getElementById(id)) found.push(`${attribute}="${id}" of <${element.localName}> names nothing`);
      }
    }
  }
  return found;
}

/** After the first Tab: the focus is on a link of this page, and it can be seen. */
export function skipLink() {
  const link = document.activeElement;
  if (link?.localName !== 'a' || !link.getAttribute('href')?.startsWith('#')) return [`the focus is on <${link?.localName}>`];
  const box = link.getBoundingClientRect();
  const seen = box.width > 1 && box.height > 1 && box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
  return seen ? [] : [`the link stands at ${Math.round(box.left)}, ${Math.round(box.top)}, out of sight`];
}

/** The spacing that a reader may set for themselves, WCAG 2.2, 1.4.12. */
export function spaceOut() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }');
  document.adoptedStyleSheets = [sheet];
}

export function cutOff() {
  return [...document.body.querySelectorAll('*')]
    .filter((element) => {
      const style = getComputedStyle(element);
      const hidden = (overflow) => ['hidden', 'clip'].includes(overflow);
      return !element.closest('svg') && element.textContent.trim() !== ''
        && ((hidden(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
          || (hidden(style.overflowY) && element.scrollHeight > element.clientHeight + 1));
    })
    .map((element) => `<${element.localName} class="${element.getAttribute('class') ?? ''}"> is cut off`);
}
