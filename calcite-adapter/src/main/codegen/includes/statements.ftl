<#-- The statements that Calcite's grammar lacks. -->

/** CREATE and DROP. */
SqlNode DefinitionStatement() :
{
    final Span s;
    final Statement statement;
}
{
    (
        <CREATE> { s = span(); }
        (
            statement = CreateTable()
        |
            statement = CreateIndex()
        )
    |
        <DROP> { s = span(); }
        (
            statement = DropTable()
        |
            statement = DropIndex()
        )
    )
    {
        return new StatementNode(s.end(this), statement);
    }
}

<#-- IF is no reserved word: a table may be called so. -->
WhenMoot IfNotExists() :
{
}
{
    LOOKAHEAD(<IF> <NOT>)
    <IF> <NOT> <EXISTS> { return WhenMoot.SKIP; }
|
    { return WhenMoot.FAIL; }
}

WhenMoot IfExists() :
{
}
{
    LOOKAHEAD(<IF> <EXISTS>)
    <IF> <EXISTS> { return WhenMoot.SKIP; }
|
    { return WhenMoot.FAIL; }
}

Statement CreateTable() :
{
    final WhenMoot moot;
    final SqlIdentifier name;
    final Statement.TableElements elements = new Statement.TableElements();
}
{
    <TABLE> moot = IfNotExists()
    name = CompoundIdentifier()
    <LPAREN>
    TableElement(elements)
    ( <COMMA> TableElement(elements) )*
    <RPAREN>
    {
        return new Statement.CreateTable(name, moot, elements.columns(), elements.constraints());
    }
}

void TableElement(Statement.TableElements elements) :
{
    final Name name;
}
{
    LOOKAHEAD(<CONSTRAINT> SimpleIdentifier() ( <PRIMARY> | <UNIQUE> | <CHECK> | <FOREIGN> ))
    <CONSTRAINT> name = SimpleName()
    TableConstraint(elements, name)
|
    LOOKAHEAD(<PRIMARY> <KEY> <LPAREN> | <UNIQUE> | <CHECK> <LPAREN> | <FOREIGN> <KEY> <LPAREN>)
    TableConstraint(elements, null)
|
    TableColumn(elements)
}

Name SimpleName() :
{
    final SqlIdentifier name;
}
{
    name = SimpleIdentifier() { return Statement.nameOf(name); }
}

void TableConstraint(Statement.TableElements elements, Name name) :
{
    final List<NewKeyPart> parts;
    final SqlText condition;
}
{
    <PRIMARY> <KEY> parts = KeyParts() { elements.addPrimaryKey(name, parts); }
|
    <UNIQUE> parts = KeyParts() { elements.addUnique(name, parts); }
|
    <CHECK> condition = Condition() { elements.addCheck(name, condition); }
|
    <FOREIGN> {
        throw StatementNode.notSupported(getPos(), "a foreign key");
    }
}

/** The text between parentheses, which must be an expression. */
SqlText Condition() :
{
    final SqlParserPos from;
}
{
    <LPAREN> { from = getPos(); }
    Expression(ExprContext.ACCEPT_SUB_QUERY)
    <RPAREN>
    {
        return StatementText.between(originalSql, from, getPos());
    }
}

List<NewKeyPart> KeyParts() :
{
    final List<NewKeyPart> parts = new ArrayList<NewKeyPart>();
}
{
    <LPAREN> KeyPart(parts)
    ( <COMMA> KeyPart(parts) )*
    <RPAREN>
    { return parts; }
}

void KeyPart(List<NewKeyPart> parts) :
{
    final SqlIdentifier column;
    Order order = Order.ASCENDING;
}
{
    column = SimpleIdentifier()
    [ <ASC> | <DESC> { order = Order.DESCENDING; } ]
    { parts.add(new NewKeyPart(Statement.nameOf(column), order)); }
}

void TableColumn(Statement.TableElements elements) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
}
{
    name = SimpleIdentifier()
    (
        <INTERVAL> {
            throw StatementNode.notSupported(getPos(), "a column of type INTERVAL");
        }
    |
        type = DataType() { elements.addColumn(name, type); }
    )
    ( ColumnConstraint(elements, name) )*
}

void ColumnConstraint(Statement.TableElements elements, SqlIdentifier column) :
{
    Name name = null;
    final SqlText condition;
    final Numbering numbering;
    SqlParserPos from;
}
{
    [ <CONSTRAINT> name = SimpleName() ]
    (
        <NOT> <NULL> { elements.setNullability(Nullability.NO_NULLS); }
    |
        <NULL> { elements.setNullability(Nullability.NULLABLE); }
    |
        <PRIMARY> <KEY> { elements.addPrimaryKey(name, StatementText.key(column)); }
    |
        <UNIQUE> [ <KEY> ] { elements.addUnique(name, StatementText.key(column)); }
    |
        <CHECK> condition = Condition() { elements.addCheck(name, condition); }
    |
        <DEFAULT_> { from = getPos(); }
        Expression(ExprContext.ACCEPT_SUB_QUERY) {
            elements.setDefault(StatementText.after(originalSql, from, getPos()));
        }
    |
        GeneratedIdentity(elements)
    |
        ( <IDENTITY> | <AUTO_INCREMENT> | <AUTOINCREMENT> ) numbering = IdentityOptions() {
            elements.setIdentity(Identity.BY_DEFAULT, numbering);
        }
    |
        <REFERENCES> {
            throw StatementNode.notSupported(getPos(), "a foreign key");
        }
    )
}

void GeneratedIdentity(Statement.TableElements elements) :
{
    final Identity identity;
    final Numbering numbering;
}
{
    <GENERATED>
    (
        <ALWAYS> { identity = Identity.ALWAYS; }
    |
        <BY> <DEFAULT_> { identity = Identity.BY_DEFAULT; }
    )
    <AS>
    (
        <IDENTITY> numbering = IdentityOptions() { elements.setIdentity(identity, numbering); }
    |
        <LPAREN> {
            throw StatementNode.notSupported(getPos(), "a computed column");
        }
    )
}

<#-- What says that there is no limit and no turning back is so anyway. -->
Numbering IdentityOptions() :
{
    long start = 1;
    long step = 1;
}
{
    [
        <LPAREN>
        (
            start = WholeNumber() [ <COMMA> step = IdentityStep() ]
        |
            (
                <START> [ <WITH> ] start = WholeNumber() [ <COMMA> ]
            |
                <INCREMENT> [ <BY> ] step = IdentityStep() [ <COMMA> ]
            |
                <NO> ( <CYCLE> | <MINVALUE> | <MAXVALUE> ) [ <COMMA> ]
            )+
        )
        <RPAREN>
    ]
    { return new Numbering(start, step); }
}

long IdentityStep() :
{
    final long step;
}
{
    step = WholeNumber() {
        if (step < 1) {
            throw StatementNode.notSupported(getPos(), "an identity that does not count upwards");
        }
        return step;
    }
}

long WholeNumber() :
{
    String sign = "";
}
{
    [ <PLUS> | <MINUS> { sign = "-"; } ]
    <UNSIGNED_INTEGER_LITERAL> { return StatementText.number(sign + token.image, getPos()); }
}

Statement CreateIndex() :
{
    Origin origin = Origin.INDEX;
    final WhenMoot moot;
    final SqlIdentifier name;
    final SqlIdentifier table;
    final List<NewKeyPart> parts;
}
{
    [ <UNIQUE> { origin = Origin.UNIQUE_INDEX; } ]
    <INDEX> moot = IfNotExists()
    name = CompoundIdentifier()
    <ON> table = CompoundIdentifier()
    parts = KeyParts()
    {
        return new Statement.CreateIndex(name, moot, table, origin, parts);
    }
}

Statement DropTable() :
{
    final WhenMoot moot;
    final SqlIdentifier name;
}
{
    <TABLE> moot = IfExists()
    name = CompoundIdentifier()
    [ <CASCADE> | <RESTRICT> ]
    { return new Statement.DropTable(name, moot); }
}

Statement DropIndex() :
{
    final WhenMoot moot;
    final SqlIdentifier name;
}
{
    <INDEX> moot = IfExists()
    name = CompoundIdentifier()
    { return new Statement.DropIndex(name, moot); }
}

/** EXPLAIN [PLAN FOR] statement. */
SqlNode ExplainStatement() :
{
    final Span s;
    final SqlNode statement;
}
{
    <EXPLAIN> { s = span(); }
    [ LOOKAHEAD(2) <PLAN> <FOR> ]
    (
        statement = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    |
        statement = InsertStatement()
    |
        statement = UpdateStatement()
    |
        statement = SqlDelete()
    )
    {
        return new StatementNode(s.end(this), new Statement.Explain(statement));
    }
}

/** INSERT; that of DEFAULT VALUES has VALUES without a row as its source. */
SqlNode InsertStatement() :
{
    final Span s;
    final SqlIdentifier table;
    SqlNodeList columns = null;
    final SqlNode source;
}
{
    <INSERT> { s = span(); }
    <INTO> table = CompoundIdentifier()
    [ LOOKAHEAD(<LPAREN> SimpleIdentifier() ( <COMMA> | <RPAREN> ))
        columns = ParenthesizedSimpleIdentifierList() ]
    (
        <DEFAULT_> <VALUES> {
            source = SqlStdOperatorTable.VALUES.createCall(getPos());
        }
    |
        source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    )
    {
        return new SqlInsert(s.end(source), SqlNodeList.EMPTY, table, source, columns);
    }
}

/** UPDATE, whose columns can be set to DEFAULT. */
SqlNode UpdateStatement() :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    final SqlNodeList columns = new SqlNodeList(SqlParserPos.ZERO);
    final SqlNodeList values = new SqlNodeList(SqlParserPos.ZERO);
    SqlNode where = null;
}
{
    <UPDATE> { s = span(); }
    table = CompoundIdentifier()
    [
        <AS> alias = SimpleIdentifier()
    |
        LOOKAHEAD(1, { getToken(1).kind != SET }) alias = SimpleIdentifier()
    ]
    <SET> SetClause(columns, values)
    ( <COMMA> SetClause(columns, values) )*
    [ where = Where() ]
    {
        return new SqlUpdate(s.end(this), table, columns, values, where, null, alias);
    }
}

void SetClause(SqlNodeList columns, SqlNodeList values) :
{
    final SqlIdentifier column;
}
{
    column = CompoundIdentifier() { columns.add(column); }
    <EQ> SetValue(values)
|
    RowSetClause(columns, values)
}

void SetValue(SqlNodeList values) :
{
}
{
    <DEFAULT_> { values.add(SqlStdOperatorTable.DEFAULT.createCall(getPos())); }
|
    AddExpression(values, ExprContext.ACCEPT_SUB_QUERY)
}

/** (a, b) = (1, 2), which is a = 1, b = 2. */
void RowSetClause(SqlNodeList columns, SqlNodeList values) :
{
    final SqlNodeList names;
    final SqlNodeList row = new SqlNodeList(SqlParserPos.ZERO);
    final SqlParserPos from;
}
{
    names = ParenthesizedSimpleIdentifierList()
    <EQ> [ <ROW> ] <LPAREN> { from = getPos(); }
    (
        ( <SELECT> | <WITH> | <VALUES> ) {
            throw StatementNode.notSupported(from, "a sub-query for several columns of SET");
        }
    |
        SetValue(row) ( <COMMA> SetValue(row) )*
    )
    <RPAREN>
    {
        StatementText.requireAlike(names, row, from);
        columns.addAll(names);
        values.addAll(row);
    }
}

/** TRUNCATE, which is DELETE of all rows: it can be undone, and identities count on. */
SqlNode TruncateStatement() :
{
    final Span s;
    final SqlIdentifier table;
}
{
    <TRUNCATE> { s = span(); } [ LOOKAHEAD(<TABLE>) <TABLE> ]
    table = CompoundIdentifier()
    [ <CONTINUE> <IDENTITY> ]
    {
        return new SqlDelete(s.end(this), table, null, null, null);
    }
}

/** What the session itself obeys. */
SqlNode ControlStatement() :
{
    final Span s;
    final Statement.Verb verb;
}
{
    (
        <BEGIN> { s = span(); verb = Statement.Verb.BEGIN; }
        [ <WORK> | <TRANSACTION> ]
    |
        <START> <TRANSACTION> { s = span(); verb = Statement.Verb.BEGIN; }
    |
        ( <COMMIT> | <END> ) { s = span(); verb = Statement.Verb.COMMIT; }
        [ <WORK> | <TRANSACTION> ]
    |
        <ROLLBACK> { s = span(); verb = Statement.Verb.ROLLBACK; }
        [ <WORK> | <TRANSACTION> ]
    |
        <SHUTDOWN> { s = span(); verb = Statement.Verb.SHUTDOWN; }
    |
        <CALL> <CURRENT_SCHEMA> { s = span(); verb = Statement.Verb.CURRENT_SCHEMA; }
        [ <LPAREN> <RPAREN> ]
    )
    {
        return new StatementNode(s.end(this), new Statement.Control(verb));
    }
}
