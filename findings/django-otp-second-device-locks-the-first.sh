#!/bin/bash
# What:     a user with two devices in django-otp (a phone and a sheet of static codes, or two phones) who always logs in with the second one.
# Versions: Debian python3-django-otp 1.1.3-1, python3-django 3:3.2.25-0+deb12u7.
# Expected: match_token() tries the devices one after the other; a login that succeeds is a success, and leaves no failure behind.
# Seen:     every right code of the second device is written down as a failure of the first, whose wait doubles with each. After a dozen
#           logins with the sheet, spread over two hours, the phone is locked for more than half an hour, and its own right code is refused.
#           Nobody ever typed a wrong code. Only a success of the phone itself clears the count.
# Matters:  the spare device that is meant to help out has been locked by the device in use, for days after some twenty logins. With several
#           devices a failure may be counted only when none of them took the code, or against the user and not against a device.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq python3-django-otp=1.1.3-1 python3-django=3:3.2.25-0+deb12u7 python3-asgiref python3-sqlparse python3-tz 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
cat > devices.py <<'P'
import datetime
from unittest import mock
import django
from django.conf import settings
settings.configure(INSTALLED_APPS=['django.contrib.auth', 'django.contrib.contenttypes', 'django_otp', 'django_otp.plugins.otp_totp', 'django_otp.plugins.otp_static'],
                   DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}}, USE_TZ=True, DEFAULT_AUTO_FIELD='django.db.models.AutoField', SECRET_KEY='x')
django.setup()
from django.core.management import call_command
from django.contrib.auth.models import User
from django.utils import timezone
from django_otp import match_token
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
call_command('migrate', verbosity=0)
user = User.objects.create_user('alice')
phone = TOTPDevice.objects.create(user=user, name='phone', key='3132333435363738393031323334353637383930')
sheet = StaticDevice.objects.create(user=user, name='sheet')
start = timezone.now()
accepted = 0
for n in range(12):                                        # one login each time that the phone would be allowed to try again
    sheet.token_set.create(token='code%d' % n)
    with mock.patch.object(timezone, 'now', return_value=start + datetime.timedelta(seconds=2 ** n)):
        accepted += match_token(user, 'code%d' % n) == sheet
    phone.refresh_from_db()
last = start + datetime.timedelta(seconds=2 ** 11)
with mock.patch.object(timezone, 'now', return_value=last):
    code = '%06d' % totp(phone.bin_key)
    right = match_token(user, code) is not None
    wait = int((phone.verify_is_allowed()[1] or {'locked_until': last})['locked_until'].timestamp() - last.timestamp())
print('%d %d %d %s' % (accepted, phone.throttling_failure_count, wait, right))
P
read -r accepted failures wait right < <(PYTHONPATH=$work/usr/lib/python3/dist-packages /usr/bin/python3 devices.py)
echo "expected: 12 logins accepted with the sheet; the phone has 0 failures, and its code is accepted"
echo "seen:     $accepted logins accepted with the sheet; the phone has $failures failures and waits $wait seconds; its right code accepted: $right"
[ "$accepted $failures $wait $right" = '12 12 2048 False' ] || { echo "CHANGED"; exit 1; }
echo "still so: a success of one device is a failure of the other"
