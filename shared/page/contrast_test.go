package page_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// TestContrast computes the contrast of each pair of colours that meet on a page, in both themes:
// at least 4.5:1 for text and 3:1 for marks and lines (WCAG 2.2 1.4.3, 1.4.11).
func TestContrast(t *testing.T) {
	css, err := os.ReadFile("assets/quartet.css")
	if err != nil {
		t.Fatal(err)
	}
	tokens := map[string][2]string{}
	for _, m := range regexp.MustCompile(`--([a-z]+): light-dark\((#\w{6}), (#\w{6})\)`).FindAllStringSubmatch(string(css), -1) {
		tokens[m[1]] = [2]string{m[2], m[3]}
	}
	grounds := []string{"paper", "shade"}
	least := map[string]float64{
		"ink": 4.5, "muted": 4.5, "error": 4.5, "front": 4.5, "back": 4.5,
		"line": 3, "owner": 3, "client": 3, "authserver": 3, "resourceserver": 3, "redis": 3,
	}
	if want := len(grounds) + len(least); len(tokens) != want {
		t.Fatalf("got %d colour tokens, want %d: name the new one here", len(tokens), want)
	}
	for i, theme := range []string{"light", "dark"} {
		for fore, want := range least {
			for _, ground := range grounds {
				if got := contrast(t, tokens[fore][i], tokens[ground][i]); got < want {
					t.Errorf("%s: %s on %s: got %.2f, want %.1f", theme, fore, ground, got, want)
				}
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (math.Max(x, y) + .05) / (math.Min(x, y) + .05)
}

// luminance returns the relative luminance as WCAG 2.2 defines it.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		t.Fatalf("colour %q: %v", hex, err)
	}
	var sum float64
	for i, weight := range []float64{.0722, .7152, .2126} {
		v := float64(n>>(8*i)&0xff) / 255
		if v <= .04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}
