# One image for web, worker, beat and the commands; what it runs is said in docker-compose.yml.
FROM python:3.11.14-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1 \
    PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# What WeasyPrint loads; the list is DOCUMENT_LIBRARIES in cchc_portal/launch_machine.py.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libglib2.0-0 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent portal \
    && install -d -o portal -g portal -m 0700 /srv/var /srv/var/files /srv/scratch /srv/backups

WORKDIR /srv/portal
COPY requirements.lock ./
RUN pip install --require-hashes --no-deps -r requirements.lock
COPY . .

ENV CCHC_VAR=/srv/var
# Collecting touches no server and keeps no secret: these values only let the settings load.
RUN CCHC_ENV=production CCHC_SECRET_KEY=only-while-the-image-is-built-and-kept-nowhere-in-it \
    CCHC_ALLOWED_HOSTS=localhost DATABASE_URL=postgresql:///none REDIS_URL=redis://none \
    python manage.py collectstatic --noinput \
    && chown -R portal:portal /srv/var

USER portal
EXPOSE 8000
CMD ["gunicorn", "--config=deploy/gunicorn.conf.py", "cchc_portal.wsgi"]
