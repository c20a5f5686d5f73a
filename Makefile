# 除 bench 外，每条命令都只是 manage.py 的一行；Windows 上直接用 python manage.py <命令>。
PYTHON ?= python3
export DEMO

.PHONY: run test soak bench lint format

run:     ; @$(PYTHON) manage.py run
test:    ; @$(PYTHON) manage.py test
soak:    ; @$(PYTHON) manage.py soak
bench:   ; @$(PYTHON) -m bench.pages && $(PYTHON) -m bench.complaints && $(PYTHON) -m bench.start
lint:    ; @$(PYTHON) manage.py lint
format:  ; @$(PYTHON) manage.py format
