package overtls_test

import (
	"context"
	_ "embed"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"quartet.example/demo/stack"
)

// golang is net/http with the cookie jar of the standard library.
type golang struct{ client *http.Client }

func newGolang(t *testing.T, r *stack.Running) visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := r.Settings.HTTP(0)
	client.Jar, client.CheckRedirect = jar, nil
	t.Cleanup(client.CloseIdleConnections)
	return golang{client}
}

func (g golang) get(t *testing.T, address string) page { return g.do(t, "GET", address, "", "") }

func (g golang) post(t *testing.T, address, origin string, form url.Values) page {
	return g.do(t, "POST", address, origin, form.Encode())
}

func (g golang) do(t *testing.T, method, address, origin, body string) page {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", origin)
	}
	req.Header.Set("Accept", "text/html")
	req.Header.Set("X-Requested-With", "quartet")
	resp, err := g.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return page{resp.Request.URL.String(), resp.StatusCode, string(answer)}
}

// command is a program that is started for each request and keeps its cookies in a file.
type command func(ctx context.Context, address, origin, form string) *exec.Cmd

func (c command) get(t *testing.T, address string) page { return c.run(t, address, "", "") }

func (c command) post(t *testing.T, address, origin string, form url.Values) page {
	return c.run(t, address, origin, form.Encode())
}

// run starts the command, which prints the page as JSON.
func (c command) run(t *testing.T, address, origin, form string) page {
	t.Helper()
	cmd := c(t.Context(), address, origin, form)
	cmd.Stderr = t.Output()
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v: %s", cmd, err, out)
	}
	var p page
	body, last, _ := strings.Cut(string(out), separator)
	if err := json.Unmarshal([]byte(last), &p); err != nil {
		t.Fatalf("%v in %q", err, last)
	}
	p.Body = body
	return p
}

// separator is between the page and what a command says about it.
const separator = "\n----\n"

func newCurl(t *testing.T, r *stack.Running) visitor {
	program := find(t, "curl")
	cookies := filepath.Join(t.TempDir(), "cookies.txt")
	return command(func(ctx context.Context, address, origin, form string) *exec.Cmd {
		args := []string{
			"--silent", "--show-error", "--location", "--cacert", caFile(t, r), "--cookie", cookies, "--cookie-jar", cookies, "--header", "Accept: text/html", "--header", "X-Requested-With: quartet",
			"--write-out", separator + `{"At": "%{url_effective}", "Status": %{http_code}}`,
		}
		if form != "" {
			args = append(args, "--header", "Origin: "+origin, "--data", form)
		}
		return exec.CommandContext(ctx, program, append(args, address)...)
	})
}

//go:embed testdata/visit.py
var visit string

func newPython(t *testing.T, r *stack.Running) visitor {
	program := find(t, "python3")
	cookies := filepath.Join(t.TempDir(), "cookies.txt")
	return command(func(ctx context.Context, address, origin, form string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, program, "-c", visit, cookies, address, origin, form)
		cmd.Env = append(os.Environ(), "SSL_CERT_FILE="+caFile(t, r))
		return cmd
	})
}

// find returns the path of a program, and skips the test if there is none.
func find(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("there is no %s here", program)
	}
	return path
}
