// Checks that HTML reports are valid HTML, without a browser, which would mend what is not. Prints one line a file.
//
//   node html/valid.mjs FILE.html ...
//   node html/valid.mjs --self-test FILE.html   plants faults in the page, one at a time; each must be reported

import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { HtmlValidate, Rule, StaticConfigLoader, definePlugin } from 'html-validate';
import { notes } from './browser.mjs';
import { config, isKnownAttribute } from './valid.config.mjs';

class KnownAttribute extends Rule {
  setup() {
    this.on('attr', ({ key, target, keyLocation }) => {
      const element = target.nodeName;
      if (!isKnownAttribute(element, key)) this.report(target, `<${element}> has an unknown attribute "${key}"`, keyLocation);
    });
  }
}

const plugin = definePlugin({ name: 'rapporteur', rules: { 'known-attribute': KnownAttribute } });
const validator = new HtmlValidate(new StaticConfigLoader({ ...config, plugins: [plugin] }));

/** `from` becomes `to`, once in the page; the rule `rule` must report it. */
const FAULTS = [
  { name: 'an id that is there twice', from: '<h2 id="gaps"', to: '<h2 id="summary"', rule: 'no-dup-id' },
  { name: 'an element that is not closed', from: '</article>', to: '', rule: 'close-order' },
  { name: 'a paragraph closed by the next', from: /<\/p>\n(?=<p)/, to: '\n', rule: 'no-implicit-close' },
  { name: 'elements closed in a wrong order', from: /<\/span><\/strong>/, to: '</strong></span>', rule: 'close-order' },
  { name: 'a block inside a paragraph', from: '<p class="answer', to: '<p><table></table></p><p class="answer', rule: 'no-implicit-close' },
  { name: 'a block inside a word', from: '<p class="answer', to: '<code><div>x</div></code><p class="answer', rule: 'element-permitted-content' },
  { name: 'a list item without a list', from: '<p class="answer', to: '<li>x</li><p class="answer', rule: 'element-permitted-parent' },
  { name: 'a list with something else in it', from: '<ul>', to: '<ul><p>x</p>', rule: 'element-permitted-content' },
  { name: 'a misspelt attribute', from: '<article class="item"', to: '<article clas="item"', rule: 'known-attribute' },
  { name: 'an attribute of another element', from: '<p class="answer', to: '<p href="#x" class="answer', rule: 'known-attribute' },
  { name: 'an attribute that runs code', from: '<p class="answer', to: '<p onclick="x" class="answer', rule: 'known-attribute' },
  { name: 'an attribute that is there twice', from: '<p class="answer', to: '<p class="x" class="answer', rule: 'no-dup-attr' },
  { name: 'a value that does not exist', from: '<th scope="col"', to: '<th scope="column"', rule: 'attribute-allowed-values' },
  { name: 'a picture without words', from: '<p class="answer', to: '<img src="data:,"><p class="answer', rule: 'wcag/h37' },
  { name: 'an unknown element', from: '<p class="answer', to: '<paragraph></paragraph><p class="answer', rule: 'element-name' },
  { name: 'a deprecated element', from: '<p class="answer', to: '<center>x</center><p class="answer', rule: 'deprecated' },
  { name: 'an ampersand that is not escaped', from: /(<p class="narrative"[^>]*>)/, to: '$1AT& T ', rule: 'no-raw-characters' },
  { name: 'a label that names nothing', from: 'aria-labelledby="summary"', to: 'aria-labelledby="summery"', rule: 'no-missing-references' },
  { name: 'a skipped heading', from: /<h3( id="own-words"| class="instrument-title")([^]*?)<\/h3>/, to: '<h5$1$2</h5>', rule: 'heading-level' },
  { name: 'two main parts', from: '</main>', to: '</main><main></main>', rule: 'no-multiple-main' },
  { name: 'no title', from: /<title>[^]*?<\/title>/, to: '', rule: 'element-required-content' },
  { name: 'no language', from: /<html lang="\w+">/, to: '<html>', rule: 'element-required-attributes' },
  { name: 'no doctype', from: '<!DOCTYPE html>', to: '', rule: 'missing-doctype' },
];

function main(args) {
  const { note, end } = notes();
  const files = args.filter((arg) => arg !== '--self-test');
  for (const file of files) {
    const name = join(basename(dirname(resolve(file))), basename(file));
    const page = readFileSync(file, 'utf8');
    if (files.length < args.length) selfTest(page, name, note);
    else {
      const found = findings(page);
      note(found.length === 0, `${name}: valid HTML`, shortened(found));
    }
  }
  return end();
}

function selfTest(page, name, note) {
  for (const { name: fault, from, to, rule } of FAULTS) {
    const planted = page.replace(from, to);
    if (planted === page) throw new Error(`"${fault}": the page does not have its place`);
    const found = findings(planted);
    const hit = found.some((finding) => finding.rule === rule);
    note(hit, `self-test, ${name}: reports ${fault}`, hit ? [] : [`reported instead: ${[...new Set(found.map((finding) => finding.rule))].join(', ') || 'nothing'}`]);
  }
}

function findings(page) {
  const { results } = validator.validateStringSync(page);
  return results.flatMap(({ messages }) => messages).map(({ ruleId, line, message }) => ({ rule: ruleId, line, message }));
}

/** Five places of each rule. */
function shortened(found) {
  const rules = [...new Set(found.map(({ rule }) => rule))];
  return rules.flatMap((rule) => {
    const all = found.filter((finding) => finding.rule === rule);
    const lines = all.slice(0, 5).map(({ line, message }) => `${rule}: line ${line}: ${message}`);
    return all.length > 5 ? [...lines, `${rule}: and ${all.length - 5} more`] : lines;
  });
}

process.exitCode = main(process.argv.slice(2));
