package dev.zdb.test.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** The classes of java.sql stand for the date that they show, whatever calendar they count by. */
final class DatesTest extends AtEveryPlace {
  @Test
  void aDateOfAnyAgeIsTheOneThatItShows() throws SQLException {
    try (Connection here = database.connect("timeZone=" + ZoneId.systemDefault());
        PreparedStatement asking =
            here.prepareStatement(
                "SELECT CAST(? AS DATE), CAST(? AS TIMESTAMP(9)), CAST(? AS VARCHAR)")) {
      for (String text :
          new String[] {
            "0001-01-01", "0004-02-29", "1000-03-01", "1500-02-28", "1500-03-01", "1582-10-04",
            "1582-10-15", "1582-10-16", "1600-02-29", "1969-12-31", "1970-01-01", "9999-12-31"
          }) {
        LocalDate date = LocalDate.parse(text);
        LocalDateTime moment = date.atTime(12, 34, 56, 123_456_789);
        asking.setDate(1, Date.valueOf(date));
        asking.setTimestamp(2, Timestamp.valueOf(moment));
        asking.setObject(3, date);
        try (ResultSet row = asking.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getObject(1, LocalDate.class)).isEqualTo(date);
          assertThat(row.getString(1)).isEqualTo(text);
          assertThat(row.getDate(1).toLocalDate()).isEqualTo(date);
          assertThat(row.getDate(1)).hasToString(text);
          assertThat(row.getObject(2, LocalDateTime.class)).isEqualTo(moment);
          assertThat(row.getTimestamp(2).toLocalDateTime()).isEqualTo(moment);
          assertThat(row.getTimestamp(2)).isEqualTo(Timestamp.valueOf(moment));
          assertThat(row.getString(3)).isEqualTo(text);
        }
      }
    }
  }
}
