// Fills a file in with the form, as an officer does, in headless Chromium: from beginning to stopping, with scripts and
// without. Then `check` must find no error in the file, and `score` the figures that the form showed. On the way every page
// is looked at in every state.
//
//   node form/fill.mjs PROGRAM FOLDER     FOLDER is made anew

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SAVED, at, drive, post, run, save, shortened, start, visit } from './drive.mjs';
import { look } from './look.mjs';

/** Resolutions that ask by every kind of scale, and not too much. */
const INSTRUMENTS = ['conf-2023', 'hrc-57-29'];

/** How many questions are answered of each kind of scale, where there are so many. */
const EACH = 10;

/** How many kinds of scale there are. */
const SCALES = 6;

async function fill(browser, program, folder, scripts, note) {
  const how = scripts ? 'with scripts' : 'without scripts';
  mkdirSync(folder, { recursive: true });
  const form = await start(program, folder, ['answers.toml']);
  const { page, complaints, context } = await visit(browser, form, scripts);
  await page.fill('#name', 'Office of Exampland');
  await page.fill('#country', 'XA');
  await page.fill('#from', '2025-01-01');
  await page.fill('#to', '2025-12-31');
  for (const box of await page.$$('#instruments input')) await box.uncheck();
  for (const id of INSTRUMENTS) await page.check(`[id="instrument.${id}"]`);
  await page.click('main form button');
  note((await page.textContent('h1')) === 'Where your answers stand', `${how}: a new file is begun`);

  await page.goto(`${form.origin}/overview`);
  const addresses = await page.$$eval('.paragraph h2 a', (links) => links.map((link) => link.href));
  const kinds = [...(await answer(page, addresses)).values()];
  const answered = kinds.reduce((sum, { done }) => sum + done, 0);
  note(
    kinds.length === SCALES && kinds.every(({ done, there }) => done === Math.min(EACH, there)),
    `${how}: ${answered} answers, on each of ${kinds.length} kinds of scale ${kinds.map(({ done }) => done).join(', ')}`,
  );
  note((await asked(page, form)) === answered, `${how}: each of them is saved`);

  writeFileSync(join(folder, 'letter.txt'), 'A letter.');
  await page.goto(addresses[0]);
  const first = await page.getAttribute('.item', 'id');
  await page.click(`#${first} [data-blocks$="evidence"] details.new summary`);
  await page.setInputFiles(at(first, 'evidence.new.upload'), join(folder, 'letter.txt'));
  await page.fill(at(first, 'evidence.new.title'), 'Letter of May');
  await page.fill(at(first, 'evidence.new.kind'), 'letter');
  await save(page);
  note(existsSync(join(folder, 'evidence/letter.txt')), `${how}: a file is kept as evidence`);

  const several = await withSeveral(page, addresses);
  await inPlaceOf(page, several, scripts, note);
  await page.goto(addresses[1]);
  const second = await page.getAttribute('.item', 'id');
  await page.check(`#${second} input[value="not-applicable"]`);
  if (scripts) await reasonOpens(page, second, note);
  else await page.click(`#${second} details.reason:not([open]) > summary`);
  await page.selectOption(at(second, 'reason-code'), 'outside-mandate');
  await page.fill(at(second, 'reason'), 'The law gives the office no power here.');
  await save(page);
  note((await page.textContent(`#${second} .stands`)) === 'does not apply', `${how}: a question is marked as not applicable`);

  if (scripts) await byItself(page, form, folder, addresses[2], note);
  else await reasons(page, addresses, note);

  await page.goto(`${form.origin}/`);
  const shown = await page.$$eval('.headline', (all) => all.map((one) => one.textContent.replace(/\s+/g, ' ')));
  await page.goto(`${form.origin}/preview`);
  note((await page.title()).startsWith('Self-assessment of Office of Exampland'), `${how}: the preview is the report`);
  await page.goto(`${form.origin}/`);
  await page.click('form[action="/stop"] button');
  note((await page.textContent('h1')) === 'The form has stopped', `${how}: it stops from the page`);
  note((await form.ended) === 0, `${how}: the program ends with code 0`);
  note(complaints.length === 0, `${how}: nothing on the console, no request elsewhere`, complaints);
  await context.close();

  const checked = run(program, folder, ['check', 'answers.toml', '--problems', 'plain']);
  note(checked.code === 0, `${how}: check finds no error`, checked.code === 0 ? [] : [checked.text.slice(0, 500)]);
  const { groups } = JSON.parse(run(program, folder, ['score', 'answers.toml', '--format', 'json']).text);
  for (const [number, group] of ['institution', 'country'].entries()) {
    const { counts, implementation, coverage } = groups[group];
    const wanted = [
      `${implementation.percent} of what is rated`,
      `${coverage.percent} answered: ${counts.answered} of ${counts.applicable}`,
    ].map((text) => text.replace(/\s+/g, ' '));
    const missing = wanted.filter((text) => !shown[number].includes(text));
    note(missing.length === 0, `${how}: the figures of the ${group} are those of score`, missing);
  }
}

/** Answers as many questions of each kind of scale as are wanted; gives how many of each are answered, and are there. */
async function answer(page, addresses) {
  const kinds = new Map();
  for (const address of addresses) {
    await page.goto(address);
    let typed = false;
    for (const item of await page.$$eval('.item', (all) => all.map((one) => one.id))) {
      const levels = await page.$$eval(`#${item} .radios input[type="radio"]`, (all) => all.map((one) => one.value));
      const scale = levels.filter((level) => level && level !== 'not-applicable').join(' ');
      const kind = kinds.get(scale) ?? { done: 0, there: 0 };
      kinds.set(scale, kind);
      kind.there += 1;
      const count = kind.done;
      if (count >= EACH) continue;
      await page.check(`#${item} input[value="${levels[count % scale.split(' ').length]}"]`);
      await page.fill(at(item, 'narrative'), `Answer ${count + 1}:\nwith "quotes", \\ and two lines.`);
      const basis = await page.$(at(item, 'basis'));
      if (basis) await basis.selectOption('own-monitoring');
      if (await page.$(at(item, 'measure.value'))) {
        await page.fill(at(item, 'measure.value'), '61.5');
        await page.fill(at(item, 'measure.unit'), 'per cent');
        await page.fill(at(item, 'measure.year'), '2025');
        await page.fill(at(item, 'measure.source'), 'Statistics office');
      }
      kind.done += 1;
      typed = true;
    }
    if (typed) await save(page);
  }
  return kinds;
}

/** The first page with more than one question. */
async function withSeveral(page, addresses) {
  for (const address of addresses) {
    await page.goto(address);
    if ((await page.locator('.item').count()) > 1) return address;
  }
  throw new Error('no paragraph has several questions');
}

/** Enter in a field, and the button of one question, lead to no other question. */
async function inPlaceOf(page, address, scripts, note) {
  const how = scripts ? 'with scripts' : 'without scripts';
  await page.goto(address);
  const second = await page.$eval('.item ~ .item', (item) => item.id);
  const who = at(second, 'assigned-to');
  await page.click(`[id="${second}"] details.apart > summary`);
  await page.fill(who, 'An officer');
  const before = await page.evaluate(() => scrollY);
  await page.press(who, 'Enter');
  await page.waitForSelector(SAVED);
  if (scripts) {
    const stays = await page.$eval(who, (field, before) => document.activeElement === field && Math.abs(scrollY - before) < 2, before);
    note(stays && page.url() === address, `${how}: Enter saves, and one stays in the field`);
    await page.click(`[id="${second}"] button[name="here"]`);
    await page.waitForSelector(SAVED);
    note(await page.evaluate(() => document.activeElement.name === 'here'), `${how}: the button of a question keeps the focus`);
    return;
  }
  note(page.url().endsWith(`#${second}`), `${how}: Enter saves, and leads back to the question`);
  await page.goto(address);
  await page.click(`[id="${second}"] button[name="here"]`);
  await page.waitForSelector(`[id="${second}"] > .saved`);
  note((await page.locator('.saved').count()) === 1, `${how}: the saved question says so itself`);
}

/** Only a question that may not apply asks why it does not. */
async function reasons(page, addresses, note) {
  const counts = { with: 0, without: 0 };
  const odd = [];
  for (const address of addresses) {
    await page.goto(address);
    const all = await page.$$eval('.item', (items) => items.map((item) => [item.id, ...['input[value="not-applicable"]', 'details.reason'].map((part) => item.querySelector(part) !== null)]));
    for (const [item, may, asks] of all) {
      counts[asks ? 'with' : 'without'] += 1;
      if (may !== asks) odd.push(item);
    }
  }
  note(counts.with > 0 && counts.without > 0 && odd.length === 0, 'without scripts: a reason is asked only where a question may not apply', odd);
}

/** What is missing where a question does not apply can be seen. */
async function reasonOpens(page, item, note) {
  const reason = page.locator(`[id="${item}"] details.reason`);
  note((await reason.getAttribute('open')) !== null, 'with scripts: the reason opens where a question does not apply');
  await reason.locator('> summary').click();
  await page.waitForSelector(`[id="${item}"] details.reason[open] .problem`);
  note(true, 'with scripts: it opens again for a problem in it');
}

/** How many questions are answered by what the overview shows. */
async function asked(page, form) {
  await page.goto(`${form.origin}/overview`);
  return page.locator('.standing-answered').count();
}

/** What only the script does: saving by itself, telling when the program is gone, and the keyboard. */
async function byItself(page, form, folder, address, note) {
  await page.goto(address);
  const item = await page.getAttribute('.item', 'id');
  await page.fill(at(item, 'obstacle'), 'Saved without a click');
  await page.waitForFunction(() => document.querySelector('.live').textContent === 'Saved.');
  note(readFileSync(join(folder, 'answers.toml'), 'utf8').includes('Saved without a click'), 'with scripts: it saves by itself');
  const before = page.url();
  await page.keyboard.press('Alt+Shift+ArrowRight');
  await page.waitForURL((url) => url.href !== before);
  note(true, 'with scripts: the keyboard leads to the next paragraph');
  await page.goto(address);
  await page.route('**/paragraph/*', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await page.fill(at(item, 'obstacle'), 'Typed while nobody listened');
  await page.waitForSelector('.live.bad');
  const kept = await page.inputValue(at(item, 'obstacle'));
  note(kept === 'Typed while nobody listened', 'with scripts: what was typed stays when the program is gone');
  form.expected = /ERR_FAILED/;
  await page.unroute('**/paragraph/*');
  await save(page);
}

/** Every page in every state, at three widths, light and dark. */
async function states(browser, program, folder, note) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'responses.toml');
  writeFileSync(file, shortened(readFileSync('reports/responses.toml', 'utf8')));
  cpSync('reports/evidence', join(folder, 'evidence'), { recursive: true });
  const paragraph = '/paragraph/eoa-2024_2.1';
  const form = await start(program, folder, ['responses.toml', '--baseline', resolve('reports/2024/responses.toml')]);
  const { page, context } = await visit(browser, form, true);
  const see = (name) => look(page, name, note);
  const go = (path) => page.goto(form.origin + path);
  for (const [name, path] of [
    ['start', '/'],
    ['overview', '/overview'],
    ['overview, filtered', '/overview?status=open&q=report'],
    ['overview, nothing found', '/overview?q=nothingofthekind'],
    ['paragraph', paragraph],
    ['paragraph with a measure', '/paragraph/hrc-57-29_6'],
    ['paragraph, saved', `${paragraph}?saved=1`],
    ['institution', '/particulars'],
    ['requests', '/requests'],
    ['exclusions', '/exclusions'],
    ['print', '/print'],
    ['no such page', '/nothing'],
  ]) {
    await go(path);
    await see(name);
  }
  await go(paragraph);
  const item = await page.getAttribute('.item', 'id');
  await page.$$eval('details', (all) => all.forEach((one) => { one.open = true; }));
  await see('paragraph, all unfolded');
  await page.fill(at(item, 'actions.new.what'), 'Without a day');
  await post(page);
  await see('paragraph, faulty');
  await go(paragraph);
  await page.fill(at(item, 'narrative'), 'Mine');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/(\[response\."eoa-2024\/2\.1\/[^]*?narrative = '''\n?)/, '$1Theirs. '));
  await post(page);
  await see('paragraph, changed by somebody else');
  const shown = await page.textContent('main');
  note(shown.includes('Theirs.') && (await page.inputValue(at(item, 'narrative'))) === 'Mine', 'both texts are shown');
  await page.click('main form > .buttons button >> nth=0');
  await page.waitForSelector(SAVED);
  note(!readFileSync(file, 'utf8').includes('Theirs.'), 'what is saved again takes the place');
  await inPlace(page, file, paragraph, note);
  await documents(page, file, paragraph, see, note);
  await context.close();
  const stranger = await browser.newPage();
  await stranger.goto(form.origin);
  await look(stranger, 'without the address', note);
  await stranger.close();
  form.child.kill();

  writeFileSync(file, 'format = 1\ninstruments = ["eoa-2024"\n');
  for (const [name, args] of [
    ['a file to be mended', ['responses.toml']],
    ['a new file', ['new.toml']],
    ['which file', []],
  ]) {
    const form = await start(program, folder, args);
    const { page, context } = await visit(browser, form, true);
    await look(page, name, note);
    if (args[0] === 'new.toml') {
      await page.click('main form button');
      await look(page, `${name}, faulty`, note);
    }
    if (name === 'a file to be mended') {
      await page.click('form[action="/stop"] button');
      await look(page, 'stopped', note);
    }
    await context.close();
    form.child.kill();
  }
}

/** The same by scripts: the page stays, with the other text in it, and only a button decides. */
async function inPlace(page, file, paragraph, note) {
  await page.goto(new URL(paragraph, page.url()).href);
  const item = await page.getAttribute('.item', 'id');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/\bMine\b/, 'Theirs'));
  await page.fill(at(item, 'narrative'), 'Mine again');
  await page.waitForSelector('.theirs');
  note((await page.textContent('.theirs')).includes('Theirs'), 'with scripts: the other text comes into the page');
  await save(page);
  note(readFileSync(file, 'utf8').includes('Mine again'), 'with scripts: the button decides what stands');
}

/** Documents of one answer, which somebody else changes, puts before them, and takes out meanwhile. */
async function documents(page, file, paragraph, see, note) {
  const said = () => readFileSync(file, 'utf8');
  const change = (from, to) => writeFileSync(file, said().replace(from, to));
  const title = () => page.locator('[id$=".evidence.0.title"]').first();
  const open = async () => {
    await page.goto(new URL(paragraph, page.url()).href);
    await page.$$eval('details', (all) => all.forEach((one) => { one.open = true; }));
  };
  await open();
  const id = await page.$eval('[id$=".evidence.0.title"]', (field) => field.closest('.item').querySelector('code').textContent);
  const header = `[[response."${id}".evidence]]`;
  change(header, `${header}\ntitle = "Before"\nkind = "letter"\nurl = "https://office.example"\n\n${header}`);
  await title().fill('Mine');
  await page.waitForFunction(() => document.querySelector('.live').textContent.startsWith('Saved. Somebody else'));
  note(said().includes('title = "Before"') && said().includes('title = "Mine"'), 'with scripts: what two do to different documents is both kept');
  change('title = "Mine"', 'title = "Theirs"');
  await title().fill('Mine again');
  await page.waitForSelector('.theirs');
  const beside = await title().locator('xpath=..').locator('.theirs').textContent();
  note(beside.includes('Theirs'), 'with scripts: the other title stands beside its own document');
  await save(page);
  note(said().includes('title = "Before"') && said().includes('title = "Mine again"'), 'with scripts: the button decides on that document only');

  await open();
  const before = said();
  await title().fill('Changed');
  writeFileSync(file, before.replace(/\[\[response\."[^\]]*evidence\]\]\ntitle = "Before"[^]*?\n(?=\[)/, ''));
  await post(page);
  await see('paragraph, a document is gone meanwhile');
  note((await page.textContent('.gone')).includes('taken this out'), 'that a document is gone is told');
  writeFileSync(file, before.replace('url = "https://office.example"', 'file = "evidence/lost.pdf"'));
  await page.goto(new URL(paragraph, page.url()).href);
  await see('paragraph with problems of a document');
  note((await title().locator('xpath=..').locator('xpath=..').textContent()).includes('there is no file'), 'a problem of a document stands in it, open');
}

process.exitCode = await drive(process.argv.slice(2), fill, states);
