// Checks HTML reports in headless Chromium, as a reader meets them: several widths, colours and settings, no network, with
// and without JavaScript. Prints one line a check. What the page's script does is script.mjs's to check.
//
//   node html/check.mjs [--shows TEXT_FILE] FILE.html ...   --shows: every phrase that TEXT_FILE puts between ‹ and ›
//                                                           must stand in the text of the page, letter for letter
//   node html/check.mjs --self-test                         plants faults in a sound page; each must be reported

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { launch, notes, visit } from './browser.mjs';
import * as ask from './questions.mjs';
import { FAULTS, SOUND, plant } from './faults.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** How the page is looked at. */
const VIEWS = [
  { name: '1280 px', width: 1280 },
  { name: '390 px', width: 390 },
  { name: '1280 px, dark wanted', width: 1280, media: { colorScheme: 'dark' } },
  { name: '1280 px, forced colours', width: 1280, media: { forcedColors: 'active' } },
  { name: '320 px, reduced motion', width: 320, media: { reducedMotion: 'reduce' } },
];

/** How those look at it whose browser runs no scripts: everything is laid out at once, nothing is added. */
const VIEWS_WITHOUT_SCRIPTS = [
  { name: '1280 px, scripts blocked', width: 1280 },
  { name: '320 px, scripts blocked', width: 320 },
];

async function main(args) {
  const browser = await launch();
  const { note, end } = notes();
  try {
    if (args.includes('--self-test')) await selfTest(browser, note);
    else await checkFiles(browser, args, note);
  } finally {
    await browser.close();
  }
  return end();
}

async function checkFiles(browser, args, note) {
  const files = [...args];
  const at = files.indexOf('--shows');
  const phrases = at < 0 ? [] : phrasesOf(files.splice(at, 2)[1]);
  for (const file of files) {
    const name = join(basename(dirname(resolve(file))), basename(file));
    const url = pathToFileURL(resolve(file)).href;
    for (const { check, found } of await look(browser, url, phrases, readFileSync(file))) {
      note(found.length === 0, `${name}: ${check}`, found);
    }
  }
}

/** Each fault must be reported by the check that is there for it, and the sound page must pass. */
async function selfTest(browser, note) {
  const url = 'http://self-test.invalid/page.html';
  const failures = async (html, views, without) => {
    const results = await look(browser, url, ['a phrase that it shows'], html, views, without);
    return results.filter(({ found }) => found.length > 0);
  };
  const unwanted = await failures(SOUND, VIEWS, VIEWS_WITHOUT_SCRIPTS);
  note(unwanted.length === 0, 'self-test: the sound page passes', unwanted.map(({ check, found }) => `${check}: ${found[0]}`));
  for (const fault of FAULTS) {
    const without = fault.check.includes('scripts blocked') ? [VIEWS_WITHOUT_SCRIPTS[0]] : [];
    const reported = await failures(plant(fault), [VIEWS[0], VIEWS.at(-1)], without);
    const hit = reported.some(({ check, found }) => check.startsWith(fault.check) && found.some((text) => text.includes(fault.says)));
    const seen = reported.map(({ check, found }) => `reported instead: ${check}: ${found[0]}`);
    note(hit, `self-test: reports ${fault.name}`, hit ? [] : seen.length > 0 ? seen : ['nothing was reported']);
  }
}

/** All checks of the page `html`, found at `url`: its findings by check; none is a pass. */
async function look(browser, url, phrases, html, views = VIEWS, viewsWithoutScripts = VIEWS_WITHOUT_SCRIPTS) {
  const results = [];
  const add = (check, found) => results.push({ check, found });
  const requests = [];
  const complaints = [];
  let withScript = '';

  await visit(browser, { url, html, requests, complaints }, async (page) => {
    for (const view of views) await lookAs(page, view, add);
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'no-preference' });
    withScript = await page.evaluate(ask.text);
    add('only elements of a text, a filter or a checklist: no frame, form, other picture or script', await page.evaluate(ask.foreignElements));
    add('no event handlers, no inline address of code', await page.evaluate(ask.handlers));
    add('links lead to http, https or this page', await page.evaluate(ask.strangeLinks));
    add('one h1, no level of heading skipped', await page.evaluate(ask.headings));
    add('ids are unique', await page.evaluate(ask.doubleIds));
    add('links and references within the page resolve', await page.evaluate(ask.deadReferences));
    add('the first Tab shows a link that skips to the content', await skipLink(page));
    await page.setViewportSize({ width: 320, height: 800 });
    await page.evaluate(ask.spaceOut);
    add('wider spacing of text (WCAG 1.4.12) cuts nothing off', [
      ...(await page.evaluate(ask.sideways)),
      ...(await page.evaluate(ask.cutOff)),
    ]);
    if (phrases.length > 0) {
      const missing = phrases.filter((phrase) => !withScript.includes(phrase));
      add(`shows ${phrases.length} phrases letter for letter`, missing.map((phrase) => `not shown: ${phrase}`));
    }
  });

  await visit(browser, { url, html, requests, complaints, scripts: 'blocked' }, async (page) => {
    for (const view of viewsWithoutScripts) await lookAs(page, view, add);
    add('as it is written: only elements of a text or a checklist, one script at most', await page.evaluate(ask.foreignElements));
    add('a policy lets the browser run that script and load nothing', policyFindings(await page.evaluate(ask.policy)));
  });

  await visit(browser, { url, html, requests, complaints, scripts: false }, async (page) => {
    const without = await page.evaluate(ask.text);
    const same = without === withScript && without.length > 0;
    add('the same text without JavaScript', same ? [] : [`${without.length} characters without it, ${withScript.length} with it`]);
  });

  add('asks the network for nothing', [...new Set(requests)]);
  add('no message on the console', [...new Set(complaints)]);
  return results;
}

async function lookAs(page, view, add) {
  await page.setViewportSize({ width: view.width, height: 800 });
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'no-preference', ...view.media });
  add(`axe, ${view.name}`, await axeFindings(page));
  add(`no sideways scrolling, ${view.name}`, await page.evaluate(ask.sideways));
  if (view.media?.reducedMotion) add('nothing moves where reduced motion is asked for', await page.evaluate(ask.moving));
}

/** What the policy allows beyond the page's own script, its stylesheet and pictures inside the page. */
function policyFindings({ policies, first, scripts }) {
  if (policies.length !== 1) return [`${policies.length} policies`];
  const found = first ? [] : ['the policy stands behind something that it is for'];
  const own = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  const allowed = { 'script-src': own, 'style-src': ["'unsafe-inline'"], 'img-src': ['data:'] };
  const given = new Map(policies[0].split(';').map((directive) => directive.trim().split(/\s+/)).map(([name, ...sources]) => [name, sources]));
  for (const needed of scripts.length > 0 ? ['default-src', 'script-src'] : ['default-src']) if (!given.has(needed)) found.push(`${needed} is missing`);
  for (const [name, sources] of given) {
    const more = sources.filter((source) => source !== "'none'" && !allowed[name]?.includes(source));
    if (more.length > 0) found.push(`${name} allows ${more.join(' ')}`);
  }
  for (const hash of own) if (!given.get('script-src')?.includes(hash)) found.push(`script-src does not allow the page's own script, ${hash}`);
  return found;
}

async function axeFindings(page) {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (tags) => {
    const options = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] };
    return (await globalThis.axe.run(document, options)).violations;
  }, TAGS);
  return violations.flatMap(({ id, help, nodes }) => {
    const shown = nodes.slice(0, 5).map((node) => `${id} (${help}): ${node.target.join(' ')} ${node.html.slice(0, 160)}`);
    return nodes.length > 5 ? [...shown, `${id}: and ${nodes.length - 5} more`] : shown;
  });
}

async function skipLink(page) {
  await page.evaluate(() => {
    document.activeElement?.blur();
    scrollTo(0, 0);
  });
  await page.keyboard.press('Tab');
  return page.evaluate(ask.skipLink);
}

/** What stands between ‹ and › in a text file. */
function phrasesOf(file) {
  const found = [...readFileSync(file, 'utf8').matchAll(/‹([^›]*)›/g)].map((match) => match[1].replace(/\s+/g, ' ').trim());
  if (found.length === 0) throw new Error(`${file} has no phrase between ‹ and ›`);
  return [...new Set(found)];
}

process.exitCode = await main(process.argv.slice(2));
