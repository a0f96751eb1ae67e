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
  const kept = new Map();
  const failures = async (html, wanted) => {
    const results = await look(browser, url, ['a phrase that it shows'], html, wanted, kept);
    return results.filter(({ found }) => found.length > 0);
  };
  const unwanted = await failures(SOUND);
  note(unwanted.length === 0, 'self-test: the sound page passes', unwanted.map(({ check, found }) => `${check}: ${found[0]}`));
  for (const fault of FAULTS) {
    const reported = await failures(plant(fault), fault.check);
    const hit = reported.some(({ found }) => found.some((text) => text.includes(fault.says)));
    const seen = hit ? [] : (await failures(plant(fault))).map(({ check, found }) => `reported instead: ${check}: ${found[0]}`);
    note(hit, `self-test: reports ${fault.name}`, hit ? [] : seen.length > 0 ? seen : ['nothing was reported']);
  }
}

/**
 * The checks of the page `html`, found at `url`: its findings by check; none is a pass. Only those are asked whose names begin
 * with `wanted`: axe takes longer than all others.
 */
async function look(browser, url, phrases, html, wanted = '', kept = undefined) {
  const results = [];
  const check = async (name, question) => {
    if (name.startsWith(wanted)) results.push({ check: name, found: await question() });
  };
  const requests = [];
  const complaints = [];
  const watched = { url, html, requests, complaints, kept };
  let withScript = '';

  await visit(browser, watched, async (page) => {
    for (const view of VIEWS) await lookAs(page, view, check);
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'no-preference' });
    withScript = await page.evaluate(ask.text);
    await check('only elements of a text, a filter or a checklist: no frame, form, other picture or script', () => page.evaluate(ask.foreignElements));
    await check('no event handlers, no inline address of code', () => page.evaluate(ask.handlers));
    await check('links lead to http, https or this page', () => page.evaluate(ask.strangeLinks));
    await check('one h1, no level of heading skipped', () => page.evaluate(ask.headings));
    await check('ids are unique', () => page.evaluate(ask.doubleIds));
    await check('links and references within the page resolve', () => page.evaluate(ask.deadReferences));
    await check('the first Tab shows a link that skips to the content', () => skipLink(page));
    await page.setViewportSize({ width: 320, height: 800 });
    await page.evaluate(ask.spaceOut);
    await check('wider spacing of text (WCAG 1.4.12) cuts nothing off', async () => [
      ...(await page.evaluate(ask.sideways)),
      ...(await page.evaluate(ask.cutOff)),
    ]);
    if (phrases.length > 0) {
      const missing = phrases.filter((phrase) => !withScript.includes(phrase));
      await check(`shows ${phrases.length} phrases letter for letter`, () => missing.map((phrase) => `not shown: ${phrase}`));
    }
  });

  await visit(browser, { ...watched, scripts: 'blocked' }, async (page) => {
    for (const view of VIEWS_WITHOUT_SCRIPTS) await lookAs(page, view, check);
    await check('as it is written: only elements of a text or a checklist, one script at most', () => page.evaluate(ask.foreignElements));
    await check('a policy lets the browser run that script and load nothing', async () => policyFindings(await page.evaluate(ask.policy)));
  });

  await visit(browser, { ...watched, scripts: false }, async (page) => {
    const without = await page.evaluate(ask.text);
    const same = without === withScript && without.length > 0;
    await check('the same text without JavaScript', () => (same ? [] : [`${without.length} characters without it, ${withScript.length} with it`]));
  });

  await check('asks the network for nothing', () => [...new Set(requests)]);
  await check('no message on the console', () => [...new Set(complaints)]);
  return results;
}

async function lookAs(page, view, check) {
  await page.setViewportSize({ width: view.width, height: 800 });
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'no-preference', ...view.media });
  await check(`axe, ${view.name}`, () => axeFindings(page));
  await check(`no sideways scrolling, ${view.name}`, () => page.evaluate(ask.sideways));
  if (view.media?.reducedMotion) await check('nothing moves where reduced motion is asked for', () => page.evaluate(ask.moving));
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
