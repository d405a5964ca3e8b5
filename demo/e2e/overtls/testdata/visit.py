# One request of urllib, with the cookies of http.cookiejar in a file:
# visit.py COOKIES ADDRESS ORIGIN FORM
import http.cookiejar
import json
import os
import socket
import sys
import urllib.error
import urllib.request

cookies, address, origin, form = sys.argv[1:]
jar = http.cookiejar.LWPCookieJar(cookies)
if os.path.exists(cookies):
    jar.load(ignore_discard=True)

# Where the resolver does not know *.localhost, users have these names in /etc/hosts.
resolve = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **named: resolve("localhost" if host.endswith(".localhost") else host, *rest, **named)

request = urllib.request.Request(address, headers={"Accept": "text/html", "X-Requested-With": "quartet"})
if form:
    request.data = form.encode()
    request.add_header("Origin", origin)
try:
    response = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)).open(request)
except urllib.error.HTTPError as refused:
    response = refused
jar.save(ignore_discard=True)
print(response.read().decode(), end="\n----\n")
print(json.dumps({"At": response.url, "Status": response.status}))
