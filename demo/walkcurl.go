package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"quartet.example/demo/walk"
)

// curlMode is the flag --curl, which may have a value.
type curlMode string

// The values of --curl.
const (
	curlPrint curlMode = "print"
	curlRun   curlMode = "run"
)

// Decode implements kong.MapperValue.
func (m *curlMode) Decode(ctx *kong.DecodeContext) error {
	*m = curlPrint
	if ctx.Scan.Peek().Type != kong.FlagValueToken {
		return nil
	}
	value := curlMode(fmt.Sprint(ctx.Scan.Pop().Value))
	if value != curlRun && value != curlPrint {
		return fmt.Errorf("want --curl or --curl=run, got --curl=%s", value)
	}
	*m = value
	return nil
}

// IsBool implements kong.BoolMapperValue: the flag may be without a value.
func (curlMode) IsBool() bool { return true }

// runScript runs the script of a walk with the secrets of the target, and compares the results.
func (w *walker) runScript(ctx context.Context, t *walk.Target, r walk.Result) error {
	cmd := exec.CommandContext(ctx, "sh")
	cmd.Stdin, cmd.Stderr = strings.NewReader(r.Script()), w.notes
	cmd.Env = append(cmd.Environ(), t.Environment()...)
	body, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("the script failed: %w. It needs curl and openssl", err)
	}
	if !sameMembers(body, r.Raw.AnswerBody) {
		return errors.New("the result of the script has other members than that of the walk")
	}
	return writeText(w.out, "The script got the same statuses, and a result with the same members.\n")
}

// sameMembers reports whether two JSON objects have members with the same names.
func sameMembers(a, b []byte) bool {
	var one, two map[string]json.RawMessage
	if json.Unmarshal(a, &one) != nil || json.Unmarshal(b, &two) != nil {
		return false
	}
	return slices.Equal(slices.Sorted(maps.Keys(one)), slices.Sorted(maps.Keys(two)))
}
