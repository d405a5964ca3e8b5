package flowview

import (
	"cmp"
	"slices"
	"strings"
)

// word is one word of a POSIX shell command: text and variables in turn.
type word []piece

// piece is text, or the name of a variable.
type piece struct {
	text     string
	variable bool
}

func text(s string) piece     { return piece{text: s} }
func variable(s string) piece { return piece{text: s, variable: true} }

// String returns the word quoted, so that the shell passes it on as it is. Text never ends the
// quoting: in double quotes there is only text without a special meaning there, and all other text
// is in single quotes, where only the single quote is special.
func (w word) String() string {
	w = w.joined()
	special := slices.ContainsFunc(w, func(p piece) bool { return !p.variable && strings.ContainsAny(p.text, "\"$`\\!\n") })
	if !special && slices.ContainsFunc(w, func(p piece) bool { return p.variable }) {
		return w.inDoubleQuotes()
	}
	var b strings.Builder
	for _, p := range w {
		if p.variable {
			b.WriteString(`"$` + p.text + `"`)
		} else {
			b.WriteString(inSingleQuotes(p.text))
		}
	}
	return cmp.Or(b.String(), "''")
}

// joined returns w with texts that follow each other as one, and without empty ones.
func (w word) joined() word {
	var all word
	for _, p := range w {
		switch last := len(all) - 1; {
		case !p.variable && p.text == "":
		case last >= 0 && !p.variable && !all[last].variable:
			all[last].text += p.text
		default:
			all = append(all, p)
		}
	}
	return all
}

// inDoubleQuotes uses ${NAME} where the text after a variable would continue its name.
func (w word) inDoubleQuotes() string {
	var b strings.Builder
	for i, p := range w {
		switch {
		case !p.variable:
			b.WriteString(p.text)
		case i+1 < len(w) && !w[i+1].variable && continuesName(w[i+1].text):
			b.WriteString("${" + p.text + "}")
		default:
			b.WriteString("$" + p.text)
		}
	}
	return `"` + b.String() + `"`
}

func continuesName(s string) bool { return s != "" && isNameByte(s[0]) }

func isNameByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// inSingleQuotes leaves the quotes out where no shell needs them.
func inSingleQuotes(s string) string {
	for i := range len(s) {
		if c := s[i]; !isNameByte(c) && !strings.ContainsRune("-./:,@%+=", rune(c)) {
			return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
		}
	}
	if strings.HasPrefix(s, "=") { // zsh replaces =name by the path of a program
		return "'" + s + "'"
	}
	return s
}

// hasControl reports whether s has a character that a terminal acts on when it is pasted.
func hasControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0xfffd })
}
