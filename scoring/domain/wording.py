"""The Vietnamese sentence for each problem code, as a clerk reads it."""

SENTENCES = {
    # The text itself
    "not_utf8": "Tệp không phải văn bản UTF-8 hợp lệ.",
    "byte_order_mark": "Tệp mở đầu bằng dấu BOM; hãy lưu lại dưới dạng UTF-8 không có BOM.",
    "not_json": "Tệp không phải JSON hợp lệ: sai ở dòng {line}, cột {column}.",
    "too_large": "Tệp quá lớn: vượt {limit} byte.",
    "too_many_values": "Tệp có quá nhiều giá trị: vượt {limit}.",
    "nested_too_deeply": "Dữ liệu lồng nhau quá sâu.",
    "too_much_to_compute": "Khối lượng phải tính quá lớn: vượt {limit} phép tính.",
    "too_many_problems": "Có quá nhiều lỗi; danh sách dừng ở {limit} lỗi đầu tiên.",
    "duplicate_key": "Khóa “{value}” xuất hiện nhiều lần trong cùng một đối tượng.",
    "float_number": (
        'Không được ghi số thực {value}; số thập phân phải đặt trong ngoặc kép, ví dụ "0.5".'
    ),
    "malformed_number": "Số {value} không hợp lệ: chỉ nhận số nguyên từ 0 đến 10¹².",
    "nul_character": "Văn bản chứa ký tự NUL (mã 0), là ký tự không được phép.",
    "lone_surrogate": "Văn bản chứa mã Unicode không trọn vẹn (nửa cặp surrogate).",
    # Keys and types
    "unknown_format": "Không nhận ra định dạng “{format}”; cần “{expected}”.",
    "unknown_key": "Khóa “{key}” không có trong định dạng.",
    "missing_key": "Thiếu khóa bắt buộc “{key}”.",
    "wrong_type": "Sai kiểu dữ liệu: ở đây phải là {expected}.",
    "malformed_decimal": (
        "“{value}” không phải số thập phân hợp lệ: viết trong ngoặc kép, không có dấu cộng hay "
        "dấu trừ, không có số mũ, tối đa 12 chữ số phần nguyên và 10 chữ số sau dấu chấm."
    ),
    "malformed_integer": "“{value}” không hợp lệ: phải là số nguyên từ 0 đến {most}.",
    "unknown_value": "Không có lựa chọn “{value}”; chỉ nhận: {allowed}.",
    "empty_code": "Mã không được để trống.",
    "empty_list": "Danh sách không được để trống.",
    "duplicate_code": "Mã “{code}” bị trùng.",
    "wrong_length": "Kỳ số liệu phải gồm đúng hai ngày: bắt đầu và kết thúc.",
    # Rules
    "unknown_group": "Không có khối đơn vị “{code}”.",
    "unknown_area": "Lĩnh vực “{code}” dùng để phân định đồng hạng không có trong khối “{group}”.",
    "unknown_tie_break": (
        "Không hiểu cách phân định đồng hạng “{value}”; chỉ nhận “code” hoặc “area:MÃ”."
    ),
    "unknown_band": "Mức xếp loại “{code}” không có trong danh sách của khối “{group}”.",
    "band_bound": "Mỗi mức xếp loại cần đúng một ngưỡng: “at_least” hoặc “above”.",
    "bands_out_of_order": "Các mức xếp loại phải giảm dần, mức tốt nhất đứng đầu.",
    "no_floor": 'Mức xếp loại cuối cùng phải có ngưỡng “at_least” bằng "0".',
    "bars_lowest_band": (
        "Quy tắc chặn mức thấp nhất “{code}” của khối “{group}”, nên không còn mức nào để xếp."
    ),
    "undeclared_fact": "Số liệu “{code}” chưa được khai báo trong mục “facts”.",
    # Criteria
    "maxima_do_not_add_up": "Điểm tối đa ghi {declared}, nhưng tổng các phần bên dưới là {below}.",
    "weights_do_not_add_up": "Tổng trọng số các lĩnh vực là {total}, phải đúng bằng 1.",
    "weight_not_positive": "Trọng số phải lớn hơn 0.",
    "weight_under_sum": "Bộ tiêu chí cộng điểm (“sum”) không dùng trọng số.",
    "weighted_with_points": 'Bộ tiêu chí có trọng số chỉ xếp theo chỉ số (“basis”: "index").',
    "weighted_with_role": "Bộ tiêu chí có trọng số không được có điểm thưởng hoặc điểm trừ.",
    "weighted_with_cap": "Bộ tiêu chí có trọng số không dùng mức trần điểm.",
    "criteria_and_scoring": "Mỗi tiêu chí chỉ được có một trong hai: “criteria” hoặc “scoring”.",
    "too_many_criteria": "Bộ tiêu chí có quá nhiều tiêu chí: vượt {limit}.",
    "criteria_too_deep": "Tiêu chí lồng nhau quá sâu: vượt {limit} cấp.",
    "above_maximum": "Giá trị {value} vượt mức tối đa {maximum}.",
    "duplicate_step": "Hai nấc có cùng ngưỡng {value}.",
    "target_not_positive": "Mục tiêu phải lớn hơn 0.",
    # Units, marks and facts
    "missing_reason": "Phải nêu lý do không xếp hạng, không tham gia hoặc không áp dụng.",
    "marks_of_excluded_unit": "Đơn vị không tham gia đánh giá thì không được có điểm.",
    "unknown_leaf": "Không có tiêu chí chấm điểm “{code}” trong bộ tiêu chí của khối.",
    "mark_beside_fact": "Tiêu chí “{code}” lấy từ số liệu “{fact}”, không nhận điểm nhập tay.",
    "unknown_option": "Tiêu chí không có phương án “{code}”.",
    "duplicate_choice": "Phương án “{code}” được chọn hai lần.",
    "not_one_choice": "Phải chọn đúng một phương án, đang chọn {count}.",
    "numerator_above_denominator": "Tử số {numerator} lớn hơn mẫu số {denominator}.",
    "zero_denominator": "Mẫu số bằng 0; nếu không phát sinh, hãy ghi “not_applicable” kèm lý do.",
    "inverted_above_one": "Giá trị {value} lớn hơn 1 nên không thể lấy phần bù (1 trừ giá trị).",
    "no_answers": (
        "Không có câu trả lời nào; nếu không khảo sát, hãy ghi “not_applicable” kèm lý do."
    ),
    "unmarked_leaf": "Tiêu chí “{code}” chưa có điểm.",
    "missing_fact": "Thiếu số liệu “{code}” mà quy tắc “{block}” bắt buộc phải có.",
    "wrong_fact_shape": "Số liệu “{code}” sai dạng: nơi dùng nó cần {expected}.",
    "no_fact_shape": "Số liệu phải là tỷ lệ (tử, mẫu), giá trị, số đếm hoặc “not_applicable”.",
    "nothing_applicable": "Đơn vị không có tiêu chí nào áp dụng được, nên không tính được chỉ số.",
    # Consequences for people
    "malformed_year": "“{year}” không phải năm hợp lệ.",
    "year_not_before": "Năm {year} phải trước năm {this_year} của tài liệu.",
    "bar_or_measure": "Mỗi quy tắc cần đúng một trong hai: “bars_rating” hoặc “measure”.",
    "too_few_years": "Số năm phải từ 1 trở lên.",
    "unknown_unit": "Không có đơn vị “{code}”.",
    "duplicate_person": "Mã “{code}” bị trùng trong cùng một vai trò.",
    "malformed_date": "“{value}” không phải ngày có thật (dạng NĂM-THÁNG-NGÀY).",
}
