// Checks the filter of the questions in headless Chromium: that it does what it says, that nothing depends on it, and that
// the page's policy lets it run. Prints one line a check.
//
//   node html/script.mjs FILE.html ...            reports with two questions or more
//   node html/script.mjs --self-test FILE.html    plants faults in the page, one at a time; each must be reported

import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch, notes, visit } from './browser.mjs';
import { FAULTS, plant } from './script-faults.mjs';

/** Which signs fit a status: the highest level of some scales is worth less than all. */
const SIGNS = {
  full: ['met', 'part'], largely: ['part'], partly: ['part'], breached: ['not'], nothing: ['not'], refused: ['refused'],
  unknown: ['unknown'], unanswered: ['open'], 'not-applicable': ['excused'],
};

/** Longer than the page waits after a letter. */
const PAUSE = 300;

async function main(args) {
  const browser = await launch();
  const { note, end } = notes();
  try {
    const files = args.filter((arg) => arg !== '--self-test');
    for (const file of files) {
      const name = join(basename(dirname(resolve(file))), basename(file));
      const page = { url: pathToFileURL(resolve(file)).href, html: readFileSync(file, 'utf8') };
      if (files.length < args.length) await selfTest(browser, page, name, note);
      else for (const { check, found } of await look(browser, page)) note(found.length === 0, `${name}: ${check}`, found);
    }
  } finally {
    await browser.close();
  }
  return end();
}

async function selfTest(browser, { url, html }, name, note) {
  const sound = (await look(browser, { url, html })).filter(({ found }) => found.length > 0);
  note(sound.length === 0, `self-test, ${name}: passes as it is`, sound.map(({ check, found }) => `${check}: ${found[0]}`));
  const waiting = [...FAULTS];
  const work = async () => {
    const kept = new Map();
    for (let fault = waiting.shift(); fault; fault = waiting.shift()) {
      const planted = { url, html: plant(html, fault) };
      // What a page asks for, and complains of, comes at any time.
      const wanted = fault.check.startsWith('no request') ? '' : fault.check;
      const failures = async (wanted) => (await look(browser, planted, wanted, kept)).filter(({ found }) => found.length > 0);
      const hit = (await failures(wanted)).some(({ check }) => check.startsWith(fault.check));
      const seen = hit ? [] : (await failures('')).map(({ check, found }) => `reported instead: ${check}: ${found[0]}`);
      note(hit, `self-test, ${name}: reports ${fault.name}`, hit ? [] : seen.length > 0 ? seen : ['nothing was reported']);
    }
  };
  // Most of the time is spent waiting for the page, so several are looked at together.
  await Promise.all([work(), work(), work(), work()]);
}

/** The checks of one page whose names begin with `wanted`: its findings by check; none is a pass. */
async function look(browser, page, wanted = '', kept = undefined) {
  const results = [];
  const requests = [];
  const complaints = [];
  const watched = { ...page, requests, complaints, kept, viewport: { width: 1280, height: 800 } };
  const check = async (name, question) => {
    if (!name.startsWith(wanted)) return;
    try {
      results.push({ check: name, found: [...(await question())] });
    } catch (error) {
      results.push({ check: name, found: [error.message.split('\n')[0]] });
    }
  };
  await visit(browser, { ...watched, scripts: false }, (opened) => withoutScripts(opened, check));
  await visit(browser, watched, (opened) => withScripts(opened, check));
  await check('no request, no message on the console, nothing that the policy forbids', () => new Set([...requests, ...complaints]));
  return results;
}

async function withoutScripts(page, check) {
  await check('without scripts: no filter is there', () => page.evaluate(() => (
    [...document.querySelectorAll('.filter, input, select, button')].map((element) => element.outerHTML.slice(0, 160)))));
  await check('without scripts: every question is shown with all its text', () => page.evaluate(() => (
    [...document.querySelectorAll('article.item, article.item *')]
      .filter((element) => !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
        || (element.textContent.trim() !== '' && element.getClientRects().length === 0))
      .map((element) => `not shown: ${element.outerHTML.slice(0, 160)}`))));
}

async function withScripts(page, check) {
  page.setDefaultTimeout(5000);
  const all = await page.evaluate(questions);
  const first = all[0];
  const last = all.at(-1);
  const search = page.locator('.filter input[type="search"]');
  const status = page.locator('.filter [role="status"]');

  /** What differs from "just the questions `wanted` are shown, and the count says so". */
  const differs = async (wanted) => {
    const shown = await page.evaluate(shownIds);
    const ids = new Set(wanted.map(({ id }) => id));
    const said = await status.textContent();
    const numbers = (said.match(/\d+/g) ?? []).join(' ');
    const rest = await page.evaluate(emptyParents, wanted.length < all.length);
    return [
      ...shown.filter((id) => !ids.has(id)).map((id) => `shown, though it is not asked for: ${id}`),
      ...[...ids].filter((id) => !shown.includes(id)).map((id) => `hidden, though it is asked for: ${id}`),
      ...(numbers === `${wanted.length} ${all.length}` ? [] : [`the count says "${said}", not ${wanted.length} and ${all.length}`]),
      ...rest,
    ].slice(0, 8);
  };
  const type = async (words) => {
    await search.fill(words);
    await page.waitForTimeout(PAUSE);
  };
  const reset = () => page.locator('.filter button').click();

  await check('the filter stands in the chapter, and its count is read out politely', async () => {
    await search.waitFor({ state: 'visible' });
    const live = await status.getAttribute('aria-live');
    return [...(live === null || live === 'polite' ? [] : [`aria-live="${live}"`]), ...(await differs(all))];
  });

  if (await page.locator('.filter').count() === 0) return;

  await check('words: all of them must be there, capitals and accents do not matter', async () => {
    const { words, typed } = await page.evaluate(rareWords);
    await type(typed);
    const wanted = all.filter(({ text }) => words.every((word) => text.includes(word)));
    return [...(wanted.length > 0 && wanted.length < all.length ? [] : ['no telling words']), ...(await differs(wanted))];
  });

  await check('words: the id of a question finds it', async () => {
    await type(last.item);
    return differs(all.filter(({ text }) => text.includes(last.item.toUpperCase())));
  });

  await check('words that are nowhere find nothing', async () => {
    await type('qqxqq');
    return differs([]);
  });

  await check('the button shows all again', async () => {
    await type('qqxqq');
    await reset();
    return [...(await search.inputValue() === '' ? [] : ['the words are still there']), ...(await differs(all))];
  });

  for (const by of ['status', 'group']) {
    await check(`by ${by}: each choice shows its questions, and every question has one`, async () => {
      const there = [...new Set(all.map((one) => one[by]))];
      const odd = there.filter((value) => !value).map(() => `a question without data-${by}`);
      const select = page.locator(`.filter select[data-by="${by}"]`);
      if (there.length === 1) return [...odd, ...(await select.count() > 0 ? ['a choice of one'] : [])];
      const offered = await select.evaluate((element) => [...element.options].map(({ value }) => value).filter(Boolean));
      const found = [...odd, ...there.filter((value) => !offered.includes(value)).map((value) => `not offered: ${value}`)];
      for (const value of offered) {
        await select.selectOption(value);
        found.push(...(await differs(all.filter((one) => one[by] === value))));
      }
      await reset();
      return [...found, ...(await differs(all))];
    });
  }

  await check('the sign beside an answer fits that of the filter', () => all
    .filter(({ status: own, sign }) => !SIGNS[own]?.includes(sign)).map(({ id }) => `${id}: its sign differs from its data-status`));

  await check('a link to a hidden question shows it, also when it is followed again', async () => {
    const found = [];
    for (const _ of ['first', 'again']) {
      await type(last.item);
      await page.evaluate((id) => {
        const link = document.createElement('a');
        link.href = `#${id}`;
        document.querySelector('h1').append(link);
        link.click();
        link.remove();
      }, first.id);
      await page.waitForTimeout(PAUSE);
      found.push(...(await page.evaluate(outOfSight, first.id)), ...(await differs(all)));
    }
    return found;
  });

  await check('an address of a hidden question shows it', async () => {
    await type(first.item);
    await page.evaluate((id) => { location.hash = id; }, last.id);
    await page.waitForTimeout(PAUSE);
    return [...(await page.evaluate(outOfSight, last.id)), ...(await differs(all))];
  });

  await check('links of the contents lead to where they say, below the filter', async () => {
    const found = [];
    for (const link of await page.locator('nav a[href^="#"]').all()) {
      await link.click();
      const id = (await link.getAttribute('href')).slice(1);
      await page.waitForTimeout(50);
      found.push(...(await page.evaluate(outOfSight, id)));
    }
    return found;
  });

  await check('whoever filters far down is brought to the hits', async () => {
    await page.evaluate((id) => document.getElementById(id).scrollIntoView(), last.id);
    await search.evaluate((element, words) => {
      element.value = words;
      element.dispatchEvent(new Event('input'));
    }, first.item);
    await page.waitForTimeout(PAUSE);
    const found = await page.evaluate(outOfSight, first.id);
    const top = await search.evaluate((element) => element.getBoundingClientRect().top);
    return top >= 0 && top < 800 ? found : [...found, 'the filter is out of sight'];
  });

  await check('paper has all questions and no filter, and the filter is as before afterwards', async () => {
    await type(first.item);
    const before = await page.evaluate(shownIds);
    // A listener that is called behind the page's own sees what the printer is given.
    await page.evaluate(() => {
      globalThis.printed = null;
      addEventListener('beforeprint', () => {
        globalThis.printed = {
          hidden: document.querySelectorAll('main [hidden] article.item, article.item[hidden]').length,
          filter: document.querySelector('.filter').checkVisibility(),
        };
      });
    });
    await page.pdf();
    const printed = await page.evaluate(() => globalThis.printed);
    const after = await page.evaluate(shownIds);
    return [
      ...(printed === null ? ['the browser printed without saying so'] : []),
      ...(printed?.hidden > 0 ? [`${printed.hidden} questions are missing on paper`] : []),
      ...(printed?.filter ? ['the filter is printed'] : []),
      ...(before.join() === after.join() ? [] : [`${before.length} questions were shown before, ${after.length} after`]),
    ];
  });

  await check('with the keyboard alone: to the filter, through it, and the focus can be seen', async () => {
    await reset();
    await search.focus();
    await page.keyboard.type(first.item);
    await page.waitForTimeout(PAUSE);
    const found = await differs(all.filter(({ text }) => text.includes(first.item.toUpperCase())));
    const controls = await page.locator('.filter :is(input, select, button)').count();
    for (let at = 0; at < controls; at += 1) {
      found.push(...(await page.evaluate(unseenFocus, at)));
      if (at < controls - 1) await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    return [...found, ...(await differs(all))];
  });
}

// Questions asked inside the page; none uses anything outside its own body.

/** What the checks need to know of each question. Written apart from the page's script, which folds text in the same way. */
function questions() {
  const fold = (text) => text.normalize('NFKD').replace(/\p{Script=Inherited}/gu, '').replace(/[\u2018\u2019]/g, "'").toUpperCase();
  return [...document.querySelectorAll('article.item')].map((article) => ({
    id: article.id,
    item: article.dataset.item,
    status: article.dataset.status,
    group: article.dataset.group,
    sign: article.querySelector('.answer').className.match(/\bsign-(\w+)/)?.[1],
    text: fold(article.textContent),
  }));
}

function shownIds() {
  return [...document.querySelectorAll('article.item')]
    .filter((article) => article.getClientRects().length > 0 && !article.closest('[hidden]'))
    .map(({ id }) => id);
}

/** While questions are hidden: paragraphs and resolutions that are shown without one. While none is: any that is hidden. */
function emptyParents(filtered) {
  const sections = [...document.getElementById('items').closest('section').querySelectorAll('section')];
  const wrong = sections.filter((section) => (filtered
    ? !section.hidden && !section.querySelector('article.item:not([hidden])')
    : section.hidden));
  return wrong.map((section) => `${filtered ? 'shown without a question' : 'hidden'}: ${section.textContent.trim().slice(0, 60)}`);
}

/**
 * Two words of the last question, its rarest and the one most common among those that are not in all. They are typed as
 * nobody writes them: small and large, with an accent.
 */
function rareWords() {
  const fold = (text) => text.normalize('NFKD').replace(/\p{Script=Inherited}/gu, '').toUpperCase();
  const articles = [...document.querySelectorAll('article.item')].map((article) => fold(article.textContent));
  const own = [...new Set(fold([...document.querySelectorAll('article.item h4')].at(-1).textContent).match(/\p{L}{4,}/gu) ?? [])];
  const often = (word) => articles.filter((text) => text.includes(word)).length;
  const telling = own.filter((word) => often(word) < articles.length).sort((one, other) => often(one) - often(other));
  const words = [telling[0], telling.at(-1)];
  const odd = (word) => [...word].map((letter, at) => (at % 2 === 0 ? letter.toLowerCase() : letter)).join('');
  return { words, typed: `  ${words.map((word) => `${odd(word).slice(0, 2)}\u0301${odd(word).slice(2)}`).reverse().join('   ')} ` };
}

/** The element is in the window, and the filter does not lie above it. */
function outOfSight(id) {
  const { top } = document.getElementById(id).getBoundingClientRect();
  const bar = document.querySelector('.filter').getBoundingClientRect();
  const covered = bar.top <= top && top < bar.bottom;
  return top >= 0 && top < innerHeight && !covered ? [] : [`#${id} stands at ${Math.round(top)} px${covered ? ', behind the filter' : ''}`];
}

function unseenFocus(at) {
  const wanted = document.querySelectorAll('.filter :is(input, select, button)')[at];
  if (document.activeElement !== wanted) return [`the focus is on <${document.activeElement.localName}>, not on control ${at + 1}`];
  const { outlineStyle, outlineWidth } = getComputedStyle(wanted);
  return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 ? [] : [`the focus on control ${at + 1} can't be seen`];
}

process.exitCode = await main(process.argv.slice(2));
