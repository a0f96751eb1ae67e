// How a page of the form is looked at: by axe, at three widths, light and dark, and for what axe doesn't ask.

import axe from 'axe-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const WIDTHS = [320, 768, 1280];

/** Looks at the page as it stands, and puts it back. */
export async function look(page, name, note) {
  const found = [];
  // The page's policy lets no script in, so axe comes through the debugger.
  await page.evaluate(axe.source);
  // Asked first: taking pictures gives elements styles.
  if (await page.locator('[style]').count()) found.push('an element has a style of its own');
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      // What is dark differs in colours only.
      const runOnly = colorScheme === 'light' ? TAGS : ['color-contrast'];
      const { violations } = await page.evaluate((runOnly) => axe.run(document, { runOnly, resultTypes: ['violations'] }), runOnly);
      for (const { id, nodes } of violations) found.push(`${width} px, ${colorScheme}: ${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary?.split('\n')[1] ?? ''}`);
    }
    for (const line of await page.evaluate(ask)) found.push(`${width} px: ${line}`);
    // By hand only.
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name.replace(/\W+/g, '-')}-${width}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  note(found.length === 0, `${name}: no violation at ${WIDTHS.join(', ')} px, light and dark`, found.slice(0, 8));
}

/** Asked inside the page, so it uses nothing outside its own body. */
function ask() {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  if (document.querySelectorAll('h1').length !== 1) found.push('there is not one h1');
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) found.push(`the id ${id} stands twice`);
  for (const element of document.querySelectorAll('[aria-describedby], [aria-labelledby]')) {
    for (const attribute of ['aria-describedby', 'aria-labelledby']) {
      for (const id of (element.getAttribute(attribute) ?? '').split(' ').filter(Boolean)) {
        if (!document.getElementById(id)) found.push(`${attribute} names ${id}, which is not there`);
      }
    }
  }
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    if (!document.getElementById(decodeURIComponent(link.hash.slice(1)))) found.push(`${link.getAttribute('href')} leads nowhere`);
  }
  for (const field of document.querySelectorAll('button, input:not([type="hidden"]), select, summary')) {
    const { width, height } = field.getBoundingClientRect();
    if (width > 0 && (width < 24 || height < 24)) found.push(`${field.id || field.textContent} is ${width} × ${height}`);
  }
  return found;
}
