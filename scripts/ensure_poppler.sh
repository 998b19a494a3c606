#!/usr/bin/env bash
# Sees to it that poppler's programs are there, with which the tests read reports on paper.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

has_poppler() { command -v pdftotext >/dev/null && command -v pdfinfo >/dev/null; }

has_poppler && exit
say "installing poppler-utils for the tests of reports …"
apt_install poppler-utils && has_poppler && exit
say "************************************************************************"
say "* pdftotext is missing and cannot be installed from here:              *"
say "* THE TESTS OF REPORTS ARE SKIPPED.                                    *"
say "* As root: apt-get install poppler-utils                               *"
say "************************************************************************"
[ "${CI:-}" != true ] || fail "under CI=true the tests of reports must run"
