package condition

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
)

// onNow turns now.getHours() into now.hour, and does not change it for any other
// instant.
func onNow(field string) cel.MacroFactory {
	return func(f cel.MacroExprFactory, target ast.Expr, _ []ast.Expr) (ast.Expr, *common.Error) {
		if target.Kind() != ast.IdentKind || target.AsIdent() != "now" {
			return nil, nil // CEL's way of saying that the macro does not apply
		}
		return f.NewSelect(f.NewIdent("now"), field), nil
	}
}
